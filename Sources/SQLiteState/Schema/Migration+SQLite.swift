// The migrations of the state file, which the binary carries.

import State

extension Migration {
  /// All, in order.
  package static let stateFile = [
    Migration(1, "initial schema", PackageResources._01_initial_schema_sql),
    Migration(2, "order sections", PackageResources._02_order_sections_sql),
    Migration(3, "add document versions", PackageResources._03_add_document_versions_sql),
    Migration(4, "gate loops", PackageResources._04_gate_loops_sql),
    Migration(5, "add projects", PackageResources._05_add_projects_sql),
    Migration(6, "add search indexes", PackageResources._06_add_search_indexes_sql),
  ]
}
