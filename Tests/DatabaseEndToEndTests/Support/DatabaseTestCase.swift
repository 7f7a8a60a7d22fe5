// DatabaseTestCase: the common part of the tests of servers on a real database.

import EndToEndSupport
import JSON
import XCTest

/// Starts servers on databases, and checks at the end of each test every line that they wrote.
class DatabaseTestCase: XCTestCase {
  private var processes: [ServerProcess] = []
  private var databases: [DatabaseAddress] = []
  private var sessions: [SQLSession] = []

  /// Small time-outs, so that the tests see them pass.
  static let poolTimeout = 2.0
  static let commandTimeout = 2.0

  override func tearDownWithError() throws {
    for process in processes {
      process.kill()
      var rules = WireRules(sent: process.sent, outputSchemas: [:])
      for line in process.received { rules.check(line) }
      XCTAssertEqual(rules.faults, [], "\(name)")
    }
    for session in sessions { session.end() }
    for database in databases { try database.drop() }
    (processes, sessions, databases) = ([], [], [])
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

  /// The environment of a server on this database.
  func environment(_ uri: String, _ more: [String: String] = [:]) -> [String: String] {
    let own = [
      "STATE_MANAGER": "database", "DATABASE_URL": uri, "DATABASE_POOL_MIN_SIZE": "1", "DATABASE_POOL_MAX_SIZE": "8",
      "DATABASE_POOL_TIMEOUT": "\(Self.poolTimeout)", "DATABASE_COMMAND_TIMEOUT": "\(Self.commandTimeout)",
    ]
    return own.merging(more) { $1 }
  }

  /// A server after its handshake.
  func launch(_ uri: String, _ more: [String: String] = [:]) throws -> ServerProcess {
    let process = try ServerProcess(environment: environment(uri, more))
    processes.append(process)
    XCTAssertTrue(try process.exchange(Message.initialize()).contains("protocolVersion"))
    return process
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

  // MARK: Calls

  func call(_ process: ServerProcess, _ tool: String, _ arguments: String, id: Int = 1) throws -> Answer {
    try Answer(process.exchange(Message.call(id, tool, arguments)))
  }

  /// A call that needs the database and nothing in it.
  func listLoops(_ process: ServerProcess, id: Int = 1) throws -> Answer {
    try call(process, "list_loops", #"{"project_name":"p"}"#, id: id)
  }

  /// Creates a loop and returns its id.
  func createLoop(_ process: ServerProcess, id: Int = 1) throws -> String {
    let answer = try call(process, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#, id: id)
    return try XCTUnwrap(answer.content?["id"]?.stringValue, answer.line)
  }

  /// Calls until a call succeeds.
  func assertRecovers(
    _ process: ServerProcess, within seconds: Double = 15, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    var answer = try listLoops(process)
    while answer.content == nil, .now < end {
      usleep(20_000)
      answer = try listLoops(process)
    }
    XCTAssertNotNil(answer.content, answer.line, file: file, line: line)
  }

  /// Closes the input and expects a clean end.
  func assertEnds(_ process: ServerProcess, file: StaticString = #filePath, line: UInt = #line) throws {
    XCTAssertEqual(try process.finish(), [], file: file, line: line)
    XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError, file: file, line: line)
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
    _ report: Writers.Report, _ stage: Stage, _ session: SQLSession, historyLimit: Int = 10,
    note: String = "", file: StaticString = #filePath, line: UInt = #line
  ) throws {
    try waitForServersToBeGone(session)
    let state = try FinalState(session)
    let checker = HistoryChecker(stage.operations + report.operations, state, historyLimit: historyLimit)
    XCTAssertEqual(checker.faults, [], note, file: file, line: line)
    XCTAssertEqual(report.faults, [], note, file: file, line: line)
  }
}
