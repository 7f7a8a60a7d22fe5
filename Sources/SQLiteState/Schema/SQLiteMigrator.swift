// SQLiteMigrator: brings a state file's schema up to date, and refuses other programs' databases.

import Models
import SQLite
import State

/// Reads and changes the schema over one connection. Each file is one transaction, so a migrator that dies leaves whole
/// migrations only.
package enum SQLiteMigrator {
  /// "rspc", as the first migration sets it: tells a state file from other programs' databases.
  static let applicationID = 0x7273_7063

  /// Puts the file into WAL mode and applies the missing migrations. To be called with the lock.
  ///
  /// - Returns: the migrations that this call applied.
  /// - Throws: as `status` for a file that this binary must not touch.
  static func migrate(_ connection: SQLiteConnection, _ path: String) throws -> [Migration] {
    let pending = try status(connection, path).pending
    guard !connection.isReadOnly else { throw Failure.readOnly(path) }
    try connection.useWriteAheadLog()
    for migration in pending {
      do {
        try connection.runScript(migration.sql)
      } catch {
        connection.rollback()
        throw error
      }
    }
    return pending
  }

  /// Compares the file with this binary and changes nothing.
  ///
  /// - Parameter path: for a failure's words.
  /// - Throws: `Failure` when it is another program's; `SchemaMismatch` when it is newer, has a gap, or records another
  ///   description.
  package static func status(_ connection: SQLiteConnection, _ path: String) throws -> SchemaStatus {
    let known = Migration.stateFile
    guard try !isEmpty(connection, path) else { return SchemaStatus(applied: [], pending: known) }
    let recorded = try connection.all(records()) { row in (version: try row.int(), description: try row.text()) }
    if let mismatch = SchemaMismatch(recorded, known: known) { throw mismatch }
    return SchemaStatus(applied: Array(known.prefix(recorded.count)), pending: Array(known.dropFirst(recorded.count)))
  }

  /// True where nothing is in the file yet.
  private static func isEmpty(_ connection: SQLiteConnection, _ path: String) throws -> Bool {
    let application = try connection.first(applicationIDOfFile()) { row in try row.int() }
    if application == applicationID { return false }
    let tables = try connection.first(tableCount()) { row in try row.int() }
    guard application == 0, tables == 0 else { throw Failure.noStateFile(path) }
    return true
  }

  private static let applicationIDOfFile = SQLiteStatement("PRAGMA application_id")
  private static let tableCount = SQLiteStatement("SELECT count(*) FROM sqlite_schema")
  private static let records = SQLiteStatement("SELECT version, description FROM schema_migrations ORDER BY version")
}
