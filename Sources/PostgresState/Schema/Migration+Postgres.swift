// The migrations of the database: the files under migrations/.

import State

extension Migration {
  /// All, in order.
  package static let database = [
    Migration(1, "initial schema", PackageResources._01_initial_schema_sql),
    Migration(2, "add indexes", PackageResources._02_add_indexes_sql),
    Migration(3, "add link index", PackageResources._03_add_link_index_sql),
    Migration(4, "order sections", PackageResources._04_order_sections_sql),
    Migration(5, "add document versions", PackageResources._05_add_document_versions_sql),
    Migration(6, "gate loops", PackageResources._06_gate_loops_sql),
    Migration(7, "add projects", PackageResources._07_add_projects_sql),
    Migration(8, "add search indexes", PackageResources._08_add_search_indexes_sql),
  ]
}
