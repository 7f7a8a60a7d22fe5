// DatabaseTestCase: the common part of the tests of servers on a real database.

import EndToEndSupport
import SharedStateSupport
import XCTest

/// Starts servers on databases that are gone after each test.
class DatabaseTestCase: ServerTestCase {
  private var databases: [DatabaseAddress] = []
  private var sessions: [SQLSession] = []

  /// Small time-outs, so that the tests see them pass.
  static let poolTimeout = 2.0
  static let commandTimeout = 2.0

  override func tearDownWithError() throws {
    try super.tearDownWithError()
    for session in sessions { session.end() }
    for database in databases { try database.drop() }
    (sessions, databases) = ([], [])
  }

  // MARK: Databases

  /// An empty database in the common cluster that is gone after the test.
  func emptyDatabase(owner: String = "respec") throws -> DatabaseAddress {
    let database = try DatabaseAddress.common().createDatabase(owner: owner)
    databases.append(database)
    return database
  }

  /// Another client of the database, that is gone after the test.
  func session(_ address: DatabaseAddress) throws -> SQLSession {
    let session = try SQLSession(address)
    sessions.append(session)
    return session
  }

  // MARK: Servers

  /// The environment of a server on this database. Loops go on without a human.
  func environment(_ uri: String, _ more: [String: String] = [:]) -> [String: String] {
    let own = [
      "STATE_MANAGER": "database", "DATABASE_URL": uri, "DATABASE_POOL_MIN_SIZE": "1", "DATABASE_POOL_MAX_SIZE": "8",
      "DATABASE_POOL_TIMEOUT": "\(Self.poolTimeout)", "DATABASE_COMMAND_TIMEOUT": "\(Self.commandTimeout)",
      "LOOP_HUMAN_GATE": "advisory",
    ]
    return own.merging(more) { $1 }
  }

  /// A server after its handshake.
  func launch(_ uri: String, _ more: [String: String] = [:]) throws -> ServerProcess {
    try launch(environment: environment(uri, more))
  }

  func launch(_ database: DatabaseAddress, _ more: [String: String] = [:]) throws -> ServerProcess {
    try launch(database.uri, more)
  }

  /// Runs `respec-server migrate`.
  func migrate(
    _ database: DatabaseAddress, _ arguments: [String] = [], binary: String = ServerProcess.builtBinary
  ) throws -> Command {
    try Command(binary, ["migrate"] + arguments, environment: environment(database.uri))
  }

  // MARK: Histories

  /// Waits until no server has a connection: what a dead one had begun is over then.
  func waitForServersToBeGone(_ session: SQLSession) throws {
    try session.wait(
      until: "NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'respec-server' "
        + "AND datname = current_database())")
  }

  /// Holds all that was done against the database.
  func assertHistory(
    _ report: LoadReport, _ stage: Stage, _ session: SQLSession, historyLimit: Int = 10,
    note: String = "", file: StaticString = #filePath, line: UInt = #line
  ) throws {
    try waitForServersToBeGone(session)
    assertHistory(
      report, [stage], try FinalState(session), historyLimit: historyLimit, note: note, file: file, line: line)
  }
}
