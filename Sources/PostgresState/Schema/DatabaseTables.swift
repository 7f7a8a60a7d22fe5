// DatabaseTables: the names of the tables, and what a server does with each.

/// Every table of ours, in the schema public.
package enum DatabaseTables {
  /// The rights that a server needs on each table. The identity column of loop_history asks for no right of its own.
  package static let rights: [String: [String]] = {
    let all = ["SELECT", "INSERT", "UPDATE", "DELETE"]
    let names = [
      "loop_states", "human_guidance", "objective_feedback", "loop_history", "technical_specs",
      "technical_spec_versions", "loop_to_spec_mappings", "roadmaps", "roadmap_versions", "project_plans",
      "project_plan_versions", "projects", "idempotency_keys",
    ]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, all) }).merging(["schema_migrations": ["SELECT"]]) { $1 }
  }()

  /// Their names, in order.
  package static let names = rights.keys.sorted()
}
