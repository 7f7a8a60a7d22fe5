// Migrator: brings a database's schema up to date, however many servers try it at once.

import Models
import Postgres

/// What a database's schema is like, compared with the migrations of this binary.
public struct SchemaStatus: Sendable, Equatable {
  /// The migrations that the database has.
  public let applied: [Migration]
  /// Those that it does not have yet.
  public let pending: [Migration]
  /// True where names can be searched by an index.
  public let hasTrigrams: Bool
}

/// Reads and changes the schema over one connection.
///
/// A session advisory lock lets one migrator at a time look and change. Each file is one transaction, so a migrator
/// that dies leaves whole migrations only.
enum Migrator {
  /// The key of the advisory lock; nobody else may use it in this database.
  private static let lock = 7_236_837_530_114_221
  /// Longest wait for the lock, and longest migration.
  private static let timeout = Duration.seconds(3_600)

  /// Applies what is missing.
  ///
  /// - Returns: the migrations applied by this call, and the status after it.
  /// - Throws: `Failure` for a schema that this binary must not touch, or a role that lacks the right to.
  static func migrate(
    on connection: isolated PostgresConnection
  ) throws -> (applied: [Migration], status: SchemaStatus) {
    try connection.executeScript("SELECT pg_advisory_lock(\(lock))", timeout: timeout)
    defer { try? connection.executeScript("SELECT pg_advisory_unlock(\(lock))", timeout: timeout) }
    let pending = try status(on: connection).pending
    for migration in pending { try apply(migration, on: connection) }
    return (pending, try status(on: connection))
  }

  private static func apply(_ migration: Migration, on connection: isolated PostgresConnection) throws {
    do {
      try connection.executeScript(migration.sql, timeout: timeout)
    } catch let error where error.sqlState == .insufficientPrivilege {
      throw try missingRight(error, on: connection)
    }
  }

  private static func missingRight(
    _ error: PostgresError, on connection: isolated PostgresConnection
  ) throws -> Failure {
    _ = try? connection.execute(.rollback)
    let row = try connection.execute("SELECT quote_ident(current_user), quote_ident(current_database())")[0]
    let (role, database) = (try row.text(0), try row.text(1))
    return Failure(
      .unavailable,
      "The role \(role) may not create the tables (\(error.message)). Make it the owner with ALTER DATABASE \(database) "
        + "OWNER TO \(role), or allow it with GRANT CREATE ON SCHEMA public TO \(role), as a superuser in that database."
    )
  }

  /// Compares the database with this binary.
  ///
  /// - Throws: `Failure` when the database is newer, has a gap, or records another description.
  static func status(on connection: isolated PostgresConnection) throws -> SchemaStatus {
    let facts = try connection.execute(
      """
      SELECT to_regclass('schema_migrations') IS NOT NULL,
        EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
      """)[0]
    let recorded = try facts.bool(0) ? Self.recorded(on: connection) : []
    try check(recorded)
    return SchemaStatus(
      applied: Array(Migration.all.prefix(recorded.count)), pending: Array(Migration.all.dropFirst(recorded.count)),
      hasTrigrams: try facts.bool(1))
  }

  private static func recorded(
    on connection: isolated PostgresConnection
  ) throws -> [(version: Int, description: String)] {
    try connection.execute("SELECT version, description FROM schema_migrations ORDER BY version").map {
      (try $0.int(0), try $0.text(1))
    }
  }

  private static func check(_ recorded: [(version: Int, description: String)]) throws(Failure) {
    if let newest = recorded.last, newest.version > Migration.all.count {
      throw refusal(
        "The database is at migration \(newest.version), newer than this binary, which knows \(Migration.all.count): "
          + "use a newer respec-server.")
    }
    for (record, migration) in zip(recorded, Migration.all) {
      guard record.version == migration.version else {
        throw refusal(
          "The database lacks migration \(migration.version) but has \(record.version): apply the missing file under "
            + "migrations by hand, in order, or restore a backup.")
      }
      guard record.description == migration.description else {
        throw refusal(
          "The database records migration \(record.version) as \"\(record.description)\", this binary as "
            + "\"\(migration.description)\": the tables are another program's. Use a database of their own.")
      }
    }
  }

  private static func refusal(_ message: String) -> Failure { Failure(.unavailable, message) }
}
