// Migrator: brings a database's schema up to date, however many servers try it at once.

import Models
import Postgres
import State

/// Reads and changes the schema over one connection.
///
/// A session advisory lock lets one migrator at a time look and change. Each file is one transaction, so a migrator
/// that dies leaves whole migrations only.
package enum Migrator {
  /// The key of the advisory lock; nobody else may use it in this database.
  private static let lock = 7_236_837_530_114_221
  /// Longest wait for the lock, and longest migration.
  private static let timeout = Duration.seconds(3_600)

  /// Applies the missing migrations.
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
    } catch {
      throw try failure(error, of: migration, on: connection)
    }
  }

  private static func failure(
    _ error: PostgresError, of migration: Migration, on connection: isolated PostgresConnection
  ) throws -> any Error {
    guard error.kind == .server else { return error }
    _ = try? connection.execute(.rollback)
    if forbidden.contains(error.sqlState) { return try missingRight(error.message, on: connection) }
    return Failure(
      .unavailable,
      "Migration \(migration.version) (\(migration.description)) cannot be applied (\(error.message)); nothing of it was "
        + "kept. Take an empty database, or one whose schema_migrations tells what it has.")
  }

  /// The latter where the role may not even look into the schema.
  private static let forbidden: [SQLState?] = [.insufficientPrivilege, .invalidSchemaName]

  private static func missingRight(
    _ reason: String, on connection: isolated PostgresConnection
  ) throws -> Failure {
    let result = try connection.execute(
      """
      SELECT quote_ident(current_user), quote_ident(datname), quote_ident(pg_get_userbyid(datdba))
      FROM pg_database WHERE datname = current_database()
      """)
    let (role, database, owner): (String, String, String) =
      try result.readFirst { (try $0.next(), try $0.next(), try $0.next()) }!
    return Failure(
      .unavailable,
      "The role \(role) may not create the tables (\(reason)). Run respec-server migrate as the database's owner, "
        + "\(owner); or make \(role) the owner with ALTER DATABASE \(database) OWNER TO \(role), or allow it with "
        + "GRANT CREATE ON SCHEMA public TO \(role), as a superuser in that database.")
  }

  /// Compares the database with this binary.
  ///
  /// - Throws: `Failure` when the database is newer, has a gap, or records another description.
  static func status(on connection: isolated PostgresConnection) throws -> SchemaStatus {
    do { return try look(on: connection) } catch let mismatch as SchemaMismatch { throw mismatch.failure() }
  }

  /// The migrations that `migrate` would apply; throws where it would be refused.
  static func plan(on connection: isolated PostgresConnection) throws -> [Migration] {
    let pending = try status(on: connection).pending
    if pending.isEmpty { return [] }
    let mayCreate: Bool? = try connection.execute(
      "SELECT coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE'), false)"
    ).readFirst { try $0.next() }
    guard mayCreate == true else {
      throw try missingRight("permission denied for schema public", on: connection)
    }
    return pending
  }

  /// As `status`, with the reason why the schema does not fit for a program to look at.
  ///
  /// - Throws: `SchemaMismatch`.
  package static func look(on connection: isolated PostgresConnection) throws -> SchemaStatus {
    let hasRecord: Bool = try connection.execute("SELECT to_regclass('schema_migrations') IS NOT NULL")
      .readFirst { try $0.next() }!
    let recorded = try hasRecord ? Self.recorded(on: connection) : []
    if let mismatch = SchemaMismatch(recorded, known: Migration.database) { throw mismatch }
    return SchemaStatus(
      applied: Array(Migration.database.prefix(recorded.count)),
      pending: Array(Migration.database.dropFirst(recorded.count)))
  }

  private static func recorded(
    on connection: isolated PostgresConnection
  ) throws -> [(version: Int, description: String)] {
    try connection.execute("SELECT version, description FROM schema_migrations ORDER BY version").read {
      (try $0.next(), try $0.next())
    }
  }
}
