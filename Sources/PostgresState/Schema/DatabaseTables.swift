// DatabaseTables: the names of the tables, and what a server does with each.

/// Every table of ours, in the schema public.
package enum DatabaseTables {
  /// The rights that a server needs on each table. Identity columns ask for no right of their own.
  package static let rights: [String: [String]] = {
    let all = ["SELECT", "INSERT", "UPDATE", "DELETE"]
    let names = [
      "loop_states", "human_guidance", "objective_feedback", "loop_history", "technical_specs",
      "technical_spec_versions", "loop_to_spec_mappings", "roadmaps", "roadmap_versions", "project_plans",
      "project_plan_versions", "projects", "idempotency_keys",
    ]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, all) }).merging([
      "changes": ["SELECT", "INSERT", "DELETE"], "schema_migrations": ["SELECT"],
    ]) { $1 }
  }()

  /// Their names, in order.
  package static let names = rights.keys.sorted()
}
