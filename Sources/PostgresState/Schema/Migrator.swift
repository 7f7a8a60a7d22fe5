// Migrator: brings a database's schema up to date, however many servers try it at once.

import Models
import Postgres
import State

/// Reads and changes the schema over one connection.
///
/// Each migration is one transaction, and the `MigrationLock` in it lets one migrator at a time look and change: nothing of
/// it outlives the transaction, so that it also holds where a pooler lends a session for each of them. A migrator that
/// dies leaves whole migrations only.
package enum Migrator {
  /// Longest migration.
  private static let timeout = Duration.seconds(3_600)

  /// Applies the missing migrations; where none is missing it waits for nobody.
  ///
  /// - Returns: the migrations applied by this call, and the status after it.
  /// - Throws: `Failure` for a schema that this binary must not touch, or a role that lacks the right to.
  static func migrate(
    on connection: isolated PostgresConnection, whileWaiting report: @escaping MigrationLock.Report
  ) throws -> (applied: [Migration], status: SchemaStatus) {
    var applied: [Migration] = []
    while true {
      let status = try status(on: connection)
      if status.pending.isEmpty { return (applied, status) }
      if let migration = try applyNext(on: connection, report) { applied.append(migration) }
    }
  }

  /// - Returns: nil where other migrators were faster.
  private static func applyNext(
    on connection: isolated PostgresConnection, _ report: @escaping MigrationLock.Report
  ) throws -> Migration? {
    try MigrationLock.begin(on: connection, report)
    guard let migration = try status(on: connection).pending.first else {
      try connection.execute(.rollback)
      return nil
    }
    do {
      try connection.execute(findTrigrams)
      try connection.executeScript(statements(of: migration), timeout: timeout)
      try connection.execute(.commit)
    } catch {
      throw try failure(error, of: migration, on: connection)
    }
    return migration
  }

  /// The file without its own BEGIN and COMMIT: the transaction has begun, with the lock.
  static func statements(of migration: Migration) -> String {
    migration.sql.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0 != "BEGIN;" && $0 != "COMMIT;" }.joined(separator: "\n")
  }

  /// Puts the schema that pg_trgm is in, such as `extensions`, into the transaction's search path: the files name what
  /// belongs to it by its name alone.
  private static let findTrigrams = PostgresStatement(
    """
    SELECT set_config('search_path', current_setting('search_path') || ', ' || quote_ident(n.nspname), true)
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_trgm' AND n.nspname <> 'public'
    """, isPlannedAnew: true)

  private static func failure(
    _ error: PostgresError, of migration: Migration, on connection: isolated PostgresConnection
  ) throws -> any Error {
    guard error.kind == .server else { return error }
    if forbidden.contains(error.sqlState) { return try missingRight(error.message, on: connection) }
    return Failure(
      .unavailable,
      "Migration \(migration.version) (\(migration.description)) cannot be applied (\(error.message)); nothing of it was "
        + "kept. Take an empty database, or one whose schema_migrations tells what it has.")
  }

  /// The latter where the role may not even look into the schema.
  private static let forbidden: [SQLState?] = [.insufficientPrivilege, .invalidSchemaName]

  private static let names = PostgresStatement(
    """
    SELECT quote_ident(current_user), quote_ident(datname), quote_ident(pg_get_userbyid(datdba))
    FROM pg_database WHERE datname = current_database()
    """, onlyReads: true, isPlannedAnew: true)

  private static func missingRight(
    _ reason: String, on connection: isolated PostgresConnection
  ) throws -> Failure {
    let result = try connection.execute(names)
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
  /// - Throws: `Failure` when the database is newer, has a gap, or records another description, and where row-level
  ///   security may hide rows.
  static func status(on connection: isolated PostgresConnection) throws -> SchemaStatus {
    if let failure = try RowSecurity.failure(on: connection) { throw failure }
    do { return try look(on: connection) } catch let mismatch as SchemaMismatch { throw mismatch.failure() }
  }

  private static let mayCreate = PostgresStatement(
    "SELECT coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE'), false)", onlyReads: true,
    isPlannedAnew: true)

  /// The migrations that `migrate` would apply; throws where it would be refused.
  static func plan(on connection: isolated PostgresConnection) throws -> [Migration] {
    let pending = try status(on: connection).pending
    if pending.isEmpty { return [] }
    let mayCreate: Bool? = try connection.execute(mayCreate).readFirst { try $0.next() }
    guard mayCreate == true else {
      throw try missingRight("permission denied for schema public", on: connection)
    }
    return pending
  }

  /// As `status`, with the reason why the schema does not fit for a program to look at.
  ///
  /// - Throws: `SchemaMismatch`.
  package static func look(on connection: isolated PostgresConnection) throws -> SchemaStatus {
    let hasRecord: Bool = try connection.execute(hasRecord).readFirst { try $0.next() }!
    let recorded = try hasRecord ? Self.recorded(on: connection) : []
    if let mismatch = SchemaMismatch(recorded, known: Migration.database) { throw mismatch }
    return SchemaStatus(
      applied: Array(Migration.database.prefix(recorded.count)),
      pending: Array(Migration.database.dropFirst(recorded.count)))
  }

  private static let hasRecord = PostgresStatement(
    "SELECT to_regclass('schema_migrations') IS NOT NULL", onlyReads: true, isPlannedAnew: true)

  private static func recorded(
    on connection: isolated PostgresConnection
  ) throws -> [(version: Int, description: String)] {
    try connection.execute(record).read { (try $0.next(), try $0.next()) }
  }

  private static let record = PostgresStatement(
    "SELECT version, description FROM schema_migrations ORDER BY version", onlyReads: true, isPlannedAnew: true)
}
