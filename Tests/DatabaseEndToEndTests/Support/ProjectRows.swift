// ProjectRows: every row of every table that holds projects, to compare databases.

enum ProjectRows {
  static let tables = [
    "loop_states", "human_guidance", "objective_feedback", "loop_history", "technical_specs",
    "technical_spec_versions", "loop_to_spec_mappings", "roadmaps", "roadmap_versions",
    "project_plans", "project_plan_versions", "projects",
  ]

  /// Each row as JSON behind its table's name, in an order that follows from the rows.
  static func all(_ session: SQLSession) throws -> [String] {
    try tables.flatMap { table in
      try session.run("SELECT '\(table) ' || to_jsonb(t)::text FROM \(table) t ORDER BY 1")
    }
  }

  static func all(_ database: DatabaseAddress) throws -> [String] {
    let session = try SQLSession(database)
    defer { session.end() }
    return try all(session)
  }
}
