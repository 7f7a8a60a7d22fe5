// DocumentTable: every statement on the documents of a kind and their versions.

import Models
import Postgres

/// The tables of roadmaps or of plans. Of every statement $1 is the project unless it says otherwise.
struct DocumentTable<Kind: ProjectDocumentKind>: Sendable {
  /// A document at its current version, as `DocumentVersion` reads it.
  let get: PostgresStatement
  /// $1 projects: their documents at their current versions.
  let getAll: PostgresStatement
  /// A document at its current version, locked.
  let lock: PostgresStatement
  /// $2 version: a replaced version.
  let getVersion: PostgresStatement
  /// The projects that have a document.
  let names: PostgresStatement
  /// The values of all columns. No row when the project has a document, or is not there.
  let insert: PostgresStatement
  /// Keeps the version that is about to be replaced.
  let keepVersion: PostgresStatement
  /// Then the values of `versionColumns`.
  let update: PostgresStatement
  /// The versions go with it.
  let delete: PostgresStatement
  /// $2 the last version: the next replaced version.
  let nextVersion: PostgresStatement
  /// Then the values of `versionColumns`. No row when the project has no document, or has the version.
  let restoreVersion: PostgresStatement

  /// - Parameters:
  ///   - table: the table of the current versions.
  ///   - versions: the table of the replaced ones.
  init(_ table: String, versions: String) {
    let (fixed, versioned) = (DocumentVersion<Kind>.fixedColumns, DocumentVersion<Kind>.versionColumns)
    let documents = "SELECT \(fixed.list(of: "d")), \(versioned.list(of: "d")) FROM \(table) d"
    let current = "\(documents) WHERE d.project_name = $1"
    let replaced = """
      SELECT \(fixed.list(of: "d")), \(versioned.list(of: "v"))
      FROM \(versions) v JOIN \(table) d ON d.project_name = v.project_name WHERE v.project_name = $1
      """
    get = PostgresStatement(current)
    getAll = PostgresStatement("\(documents) WHERE d.project_name = ANY ($1::varchar[])")
    lock = PostgresStatement("\(current) FOR UPDATE")
    getVersion = PostgresStatement("\(replaced) AND v.version = $2")
    names = PostgresStatement("SELECT project_name FROM \(table)")
    insert = PostgresStatement(
      """
      INSERT INTO \(table) (\((fixed + versioned).list())) SELECT \((fixed + versioned).placeholders())
      WHERE EXISTS (SELECT FROM projects WHERE project_name = $1)
      ON CONFLICT DO NOTHING RETURNING project_name
      """)
    keepVersion = PostgresStatement(
      """
      INSERT INTO \(versions) (project_name, \(versioned.list()))
      SELECT d.project_name, \(versioned.list(of: "d")) FROM \(table) d WHERE d.project_name = $1
      """)
    update = PostgresStatement(
      "UPDATE \(table) SET (\(versioned.list())) = (\(versioned.placeholders(from: 2))) WHERE project_name = $1")
    delete = PostgresStatement("DELETE FROM \(table) WHERE project_name = $1")
    nextVersion = PostgresStatement("\(replaced) AND v.version > $2 ORDER BY v.version LIMIT 1")
    restoreVersion = PostgresStatement(
      """
      INSERT INTO \(versions) (project_name, \(versioned.list()))
      SELECT d.project_name, \(versioned.placeholders(from: 2)) FROM \(table) d WHERE d.project_name = $1
      ON CONFLICT DO NOTHING RETURNING project_name
      """)
  }
}
