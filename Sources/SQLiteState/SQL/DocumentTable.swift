// DocumentTable: every statement on the documents of a kind and their versions.

import Models
import SQLite

/// The tables of roadmaps or of plans. Of every statement ?1 is the project unless it says otherwise.
struct DocumentTable<Kind: ProjectDocumentKind>: Sendable {
  /// Reads what `get` and `getVersion` give.
  let columns = DocumentVersion<Kind>.columns
  /// A document at its current version.
  let get: SQLiteStatement
  /// ?2 version: a replaced version.
  let getVersion: SQLiteStatement
  /// The projects that have a document.
  let names: SQLiteStatement
  /// Changes nothing when the project has a document.
  let insert: EntityStatement<DocumentVersion<Kind>>
  /// Keeps the version that is about to be replaced.
  let keepVersion: SQLiteStatement
  let update: EntityStatement<DocumentVersion<Kind>>
  /// The versions go with it.
  let delete: SQLiteStatement
  /// The numbers of the replaced versions, oldest first.
  let versionNumbers: SQLiteStatement
  /// A replaced version. Changes nothing when the project has no document, or has the version.
  let insertVersion: EntityStatement<DocumentVersion<Kind>>

  /// - Parameters:
  ///   - table: the table of the current versions.
  ///   - versions: the table of the replaced ones.
  init(_ table: String, versions: String) {
    let lasting: Set = ["project_name", "created_at"]
    let versioned = columns.names.filter { !lasting.contains($0) }
    let list = versioned.joined(separator: ", ")
    get = SQLiteStatement("SELECT \(columns.list("d")) FROM \(table) d WHERE d.project_name = ?1")
    getVersion = SQLiteStatement(
      """
      SELECT \(columns.list { lasting.contains($0) ? "d" : "v" })
      FROM \(versions) v JOIN \(table) d ON d.project_name = v.project_name
      WHERE v.project_name = ?1 AND v.version = ?2
      """)
    names = SQLiteStatement("SELECT project_name FROM \(table)")
    insert = columns.insert(into: table, "ON CONFLICT DO NOTHING")
    keepVersion = SQLiteStatement(
      """
      INSERT INTO \(versions) (project_name, \(list))
      SELECT project_name, \(list) FROM \(table) WHERE project_name = ?1
      """)
    update = columns.update(table, key: "project_name", setting: versioned)
    delete = SQLiteStatement("DELETE FROM \(table) WHERE project_name = ?1")
    versionNumbers = SQLiteStatement("SELECT version FROM \(versions) WHERE project_name = ?1 ORDER BY version")
    insertVersion = EntityStatement(
      """
      INSERT INTO \(versions) (\(list), project_name)
      SELECT \(places(versioned.count)), project_name FROM \(table) WHERE project_name = ?\(versioned.count + 1)
      ON CONFLICT DO NOTHING
      """, columns.bindings(versioned + ["project_name"]))
  }
}
