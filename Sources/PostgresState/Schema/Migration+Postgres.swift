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
    Migration(6, "record changes", PackageResources._06_record_changes_sql),
  ]
}
