// SpecSQL: every statement on specs and their versions.

import Models
import SQLite
import State

enum SpecSQL {
  /// The columns that stay the same from version to version; technical_spec_versions has the others too.
  private static let lasting: Set<String> =
    Set(["id", "project_name", "spec_name", "created_at"] + FrozenFields.all.map(\.name))
  private static let versioned = ArchivedSpec.columns.names.filter { !lasting.contains($0) }

  /// An `ArchivedSpec` of technical_specs s.
  private static let columns = ArchivedSpec.columns.list("s")
  /// An `ArchivedSpec` of technical_specs s and its replaced version v.
  private static let versionColumns = ArchivedSpec.columns.list { lasting.contains($0) ? "s" : "v" }
  private static let versionSource = "technical_spec_versions v JOIN technical_specs s ON s.id = v.spec_id"

  // MARK: Reading

  /// ?1 project, ?2 spec.
  static let get = SQLiteStatement(
    "SELECT \(columns) FROM technical_specs s WHERE s.project_name = ?1 AND s.spec_name = ?2")

  /// ?1 project, ?2 spec: its id.
  static let id = SQLiteStatement("SELECT id FROM technical_specs WHERE project_name = ?1 AND spec_name = ?2")

  /// ?1 project, ?2 spec: its current version.
  static let version = SQLiteStatement(
    "SELECT version FROM technical_specs WHERE project_name = ?1 AND spec_name = ?2")

  /// ?1 project, ?2 spec: the name of its phase.
  static let phase = SQLiteStatement(
    "SELECT phase_name FROM technical_specs WHERE project_name = ?1 AND spec_name = ?2")

  /// ?1 spec's id, ?2 version: a replaced version.
  static let getVersion = SQLiteStatement(
    "SELECT \(versionColumns) FROM \(versionSource) WHERE v.spec_id = ?1 AND v.version = ?2")

  static let summaryColumns = SpecSummary.columns.list("s")

  /// ?1 project, ?2 the last name, ?3 limit.
  static let list = list(where: "s.project_name = ?1")
  /// As `list`; ?4 status.
  static let listByStatus = list(where: "s.project_name = ?1 AND s.spec_status = ?4")

  private static func list(where condition: String) -> SQLiteStatement {
    SQLiteStatement(
      """
      SELECT \(summaryColumns) FROM technical_specs s WHERE \(condition) AND s.spec_name > ?2
      ORDER BY s.spec_name LIMIT ?3
      """)
  }

  /// ?1 project: the names of its specs, in order.
  static let names = SQLiteStatement(
    "SELECT spec_name FROM technical_specs WHERE project_name = ?1 ORDER BY spec_name")

  /// ?1 project, ?2 spec: its id, and its current version as a list of versions shows it.
  static let currentVersion = SQLiteStatement(
    """
    SELECT s.id, \(SpecVersion.columns.list("s")) FROM technical_specs s
    WHERE s.project_name = ?1 AND s.spec_name = ?2
    """)

  /// ?1 spec's id, ?2 the last version, ?3 limit: replaced versions, newest first.
  static let versions = SQLiteStatement(
    """
    SELECT \(SpecVersion.columns.list("v")) FROM technical_spec_versions v WHERE v.spec_id = ?1 AND v.version < ?2
    ORDER BY v.version DESC LIMIT ?3
    """)

  // MARK: Writing

  /// Changes nothing when the id or the name is taken.
  static let insert = ArchivedSpec.columns.insert(into: "technical_specs", "ON CONFLICT DO NOTHING")

  /// ?1 the spec's id: keeps the version that is about to be replaced.
  static let keepVersion = SQLiteStatement(
    """
    INSERT INTO technical_spec_versions (spec_id, \(versioned.joined(separator: ", ")))
    SELECT id, \(versioned.joined(separator: ", ")) FROM technical_specs WHERE id = ?1
    """)

  static let update = ArchivedSpec.columns.update("technical_specs", key: "id", setting: versioned)

  /// ?1 project, ?2 spec; its versions and links go with it.
  static let delete = SQLiteStatement("DELETE FROM technical_specs WHERE project_name = ?1 AND spec_name = ?2")

  // MARK: Archives

  /// ?1 spec's id: the numbers of its replaced versions, oldest first.
  static let versionNumbers = SQLiteStatement(
    "SELECT version FROM technical_spec_versions WHERE spec_id = ?1 ORDER BY version")

  /// A replaced version. Changes nothing when its spec is not in its project, or has the version.
  static let insertVersion = EntityStatement(
    """
    INSERT INTO technical_spec_versions (\(versioned.joined(separator: ", ")), spec_id)
    SELECT \(places(versioned.count)), id FROM technical_specs
    WHERE id = ?\(versioned.count + 1) AND project_name = ?\(versioned.count + 2)
    ON CONFLICT DO NOTHING
    """, ArchivedSpec.columns.bindings(versioned + ["id", "project_name"]))

  /// ?1 project.
  static let deleteAll = SQLiteStatement("DELETE FROM technical_specs WHERE project_name = ?1")
}
