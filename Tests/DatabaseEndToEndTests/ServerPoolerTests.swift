// ServerPoolerTests: servers that reach the database through a pgbouncer with its defaults.

import EndToEndSupport
import SharedStateSupport
import TestSupport
import XCTest

final class ServerPoolerTests: DatabaseTestCase {
  /// A pooler before the common cluster, which is gone after the test.
  private func pooler(_ mode: Pooler.Mode) throws -> Pooler {
    let address = try DatabaseAddress.common()
    return try Pooler(mode, host: address.host, port: address.port)
  }

  func testServers_whenEightMigrateAtOnceThroughAPooler_applyEachOnce() throws {
    for mode in Pooler.Mode.allCases {
      let database = try emptyDatabase(), pooler = try pooler(mode), uri = pooler.uri(database.database)
      let processes = try (0..<8).map { _ in try launch(uri, ["DATABASE_POOL_TIMEOUT": "10"]) }
      for process in processes { try process.send(Message.call(1, "list_projects", "{}")) }
      for process in processes {
        let answer = try Answer(process.readLine())
        XCTAssertNotNil(answer.content, answer.line)
      }
      for process in processes { try assertEnds(process) }
      let log = processes.map(\.standardError).joined()
      XCTAssertEqual(log.components(separatedBy: "applied a migration").count - 1, MigrationFiles.all.count, log)
      XCTAssertFalse(log.contains(" error "), log)
      let session = try session(database.asSuperuser)
      let versions = try session.run("SELECT version FROM schema_migrations ORDER BY version")
      XCTAssertEqual(versions, (1...MigrationFiles.all.count).map { "\($0)" })
      let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
      XCTAssertEqual(
        try session.number(locks + "(SELECT oid FROM pg_database WHERE datname = current_database())"), 0)
    }
  }

  /// A path of the database's own leads nobody elsewhere: who comes straight sees what was made through a pooler.
  func testServers_whenTheDatabaseHasASearchPath_shareThePublicTables() throws {
    for mode in Pooler.Mode.allCases {
      let database = try emptyDatabase(), session = try session(database)
      _ = try session.run("CREATE SCHEMA app; ALTER DATABASE \(database.database) SET search_path = app")
      let pooler = try pooler(mode)
      let process = try launch(pooler.uri(database.database))
      let loop = try createLoop(process)
      let straight = try launch(database)
      XCTAssertNotNil(try call(straight, "get_loop", #"{"loop_id":"\#(loop)"}"#).content)
      XCTAssertEqual(try session.number("SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace"), 0)
      for server in [process, straight] { try assertEnds(server) }
    }
  }

  func testMigrate_whenThroughAPooler_appliesAll() throws {
    let database = try emptyDatabase(), pooler = try pooler(.transaction)
    let environment = environment(pooler.uri(database.database))
    let command = try Command(ServerProcess.builtBinary, ["migrate"], environment: environment).checked()
    XCTAssertEqual(command.output.count, MigrationFiles.all.count)
    let doctor = try Command(ServerProcess.builtBinary, ["doctor"], environment: environment).checked()
    XCTAssertTrue(doctor.output.contains { $0.hasPrefix("note     session     a pooler") }, "\(doctor.output)")
  }

  /// Writers on two servers, while sessions are ended and the pooler is killed: nothing is lost or done twice.
  func testServers_whenSessionsAndPoolerEnd_goOn() throws {
    for mode in Pooler.Mode.allCases {
      let database = try emptyDatabase(), pooler = try pooler(mode)
      let environment = environment(pooler.uri(database.database), ["DATABASE_POOL_TIMEOUT": "15"])
      let stage = try Stage(environment, loops: 4, specs: 4)
      let plans = ["a", "b"].map {
        WritingPlan(name: $0, environment: environment, stage: stage, writers: 4, isSpread: true)
      }
      let load = Load(
        plans, LoadControl(allowed: ["unavailable", "outcome_unknown"]), seed: UInt64.random(in: 0 ... .max))
      let session = try session(database.asSuperuser)
      for round in 1...6 {
        try letWork(session, feedbacks: 20)
        if round.isMultiple(of: 3) {
          pooler.kill()
          try pooler.start()
        } else {
          _ = try session.run(Self.endSessions)
        }
      }
      try letWork(session, feedbacks: 20)
      let report = load.end()
      pooler.kill()
      try session.wait(until: "NOT EXISTS (\(Self.others))")
      assertHistory(
        report, [stage], try FinalState(session), historyLimit: 10,
        note: "\(mode): \(report.codes), longest call \(report.longestCall)")
    }
  }

  /// Everybody else's in this database: the pooler's sessions have its clients' name for a while only.
  private static let others =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    + "AND backend_type = 'client backend'"
  private static let endSessions = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
      AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    """

  /// Lets the writers work until this many more feedbacks are there.
  private func letWork(_ session: SQLSession, feedbacks: Int) throws {
    let count = "(SELECT sum(cardinality(score_history)) FROM loop_states)"
    let now = try session.number("SELECT \(count)")
    try session.wait(until: "\(count) >= \(now + feedbacks)", within: 30)
  }
}
