// PostgresConnection: one connection of the pool; libpq on a thread of its own.

import CLibPQ

/// A connection, lent by `PostgresPool.withConnection`.
///
/// The actor runs on its own thread, which alone blocks on the database. Everything here is synchronous: inside the
/// closure there is no suspension between a statement and its result, or between two statements.
///
/// Errors leave the connection usable. What a closure leaves open, because it threw or forgot, is rolled back.
public actor PostgresConnection {
  init() {}

  /// The server's version, such as 150018 for 15.18.
  public var serverVersion: Int { fatalError("to come") }

  /// Runs one statement: one round trip, its own transaction unless one is open.
  public func execute(
    _ statement: PostgresStatement, _ parameters: [PostgresValue] = []
  ) throws(PostgresError) -> PostgresResult { fatalError("to come") }

  /// Runs one statement with its values, as from `statement(.text("a"), 1)`.
  public func execute(_ command: PostgresCommand) throws(PostgresError) -> PostgresResult { fatalError("to come") }

  /// Sends all commands at once and then reads all results: one round trip.
  ///
  /// Outside a transaction block the commands are one transaction together (they end with one Sync), as long as none
  /// is BEGIN or COMMIT. So `[.begin, a, b]` and then `[c, .commit]` are one transaction in two round trips; `[a, b]`
  /// is one in a single round trip.
  ///
  /// - Returns: one result a command.
  /// - Throws: the first failure, with the SQL of the command that failed. None of the commands behind it has run. An
  ///   open transaction is then aborted: throw on, and it is rolled back.
  public func pipeline(_ commands: [PostgresCommand]) throws(PostgresError) -> [PostgresResult] {
    fatalError("to come")
  }

  /// Runs any number of statements, without parameters, that bring their own BEGIN and COMMIT: a migration.
  ///
  /// - Parameter timeout: in place of the command timeout, for the script as a whole and for each statement.
  public func executeScript(_ sql: String, timeout: Duration) throws(PostgresError) { fatalError("to come") }
}
