// ReplicaTests: servers with DATABASE_READ_URL: they read what they wrote, and doctor tells about the replica.

import EndToEndSupport
import JSON
import SharedStateSupport
import TestSupport
import XCTest

final class ReplicaTests: DatabaseTestCase {
  /// A migrated database, its superuser's session, and a standby.
  private func replicated(_ settings: [String] = []) throws -> (DatabaseAddress, SQLSession, Standby) {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    return (database, try session(database.asSuperuser), try Standby(of: database, settings: settings))
  }

  private func uri(_ standby: Standby, _ database: DatabaseAddress) -> String { standby.uri(database.database) }

  /// Writes and reads the same over and over.
  private func assertReadsItsWrites(_ process: ServerProcess, _ loop: String, from first: Int, to last: Int) throws {
    for number in first...last {
      let written = try call(
        process, "record_feedback",
        #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":10,"assessment_summary":"s"}"#)
      XCTAssertEqual(written.content?["feedback"]?["iteration"]?.intValue, number, written.line)
      let read = try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#)
      XCTAssertEqual(read.content?["score_count"]?.intValue, number, read.line)
    }
  }

  func testServer_whenItsReplicaIsLateAndThenStopped_readsWhatItWrote() throws {
    let (database, _, standby) = try replicated(["recovery_min_apply_delay = 500ms"])
    let process = try launch(database, ["DATABASE_READ_URL": uri(standby, database)])
    let loop = try createLoop(process)
    try assertReadsItsWrites(process, loop, from: 1, to: 200)
    try standby.stop()
    try assertReadsItsWrites(process, loop, from: 201, to: 300)
    try assertEnds(process)
  }

  func testServer_whenItsReplicaFollows_readsThere() throws {
    let (database, _, standby) = try replicated()
    let process = try launch(database, ["DATABASE_READ_URL": uri(standby, database)])
    let loop = try createLoop(process)
    let onTheStandby = try session(DatabaseAddress(uri: uri(standby, database)).asSuperuser)
    let end = ContinuousClock.now + .seconds(60)
    while try onTheStandby.number(
      """
      SELECT count(*) FROM pg_stat_activity WHERE application_name = 'respec-server' AND datname = current_database()
        AND query LIKE '%FROM loop_states%'
      """) == 0
    {
      guard ContinuousClock.now < end else { return XCTFail("the standby does not answer") }
      XCTAssertNotNil(try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#).content)
    }
    try assertEnds(process)
  }

  func testServer_whenItsReplicaTakesConnectionsAndSaysNothing_doesNotWaitForIt() throws {
    let database = try emptyDatabase()
    let listener = try SilentListener()
    defer { listener.close() }
    let silent = "postgresql://respec@127.0.0.1:\(listener.port)/x"
    let process = try launch(database, ["DATABASE_READ_URL": silent])
    let loop = try createLoop(process)
    let start = ContinuousClock.now
    for _ in 0..<50 { XCTAssertNotNil(try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#).content) }
    // An attempt to connect takes five seconds.
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(100))
    try assertEnds(process)
  }

  func testStart_whenTheReplicasURIIsBad_namesTheVariable() throws {
    let database = try DatabaseAddress.common()
    for (uri, words) in [
      ("mysql://u:hunter2@h/d", "postgresql:// or postgres://"), ("postgres://u:hunter2@h/d?schema=x", "schema"),
      ("${REPLICA:-hunter2}", "placeholder"),
    ] {
      let command = try Command(
        ServerProcess.builtBinary, environment: environment(database.uri, ["DATABASE_READ_URL": uri]))
      XCTAssertEqual(command.status, .status(1))
      XCTAssertTrue(command.errors.contains("DATABASE_READ_URL=(not shown): allowed: "), command.errors)
      XCTAssertTrue(command.errors.contains(words), command.errors)
      XCTAssertFalse(command.errors.contains("hunter2"), command.errors)
    }
  }

  func testPassword_whenTheReplicaRefusesIt_isNotShown() throws {
    let database = try emptyDatabase()
    let wrong = "postgresql://respec:hunter2@127.0.0.1:\(database.port)/\(database.database)"
    let process = try launch(database, ["DATABASE_READ_URL": wrong, "MCP_LOG_LEVEL": "trace"])
    let loop = try createLoop(process)
    let end = ContinuousClock.now + .seconds(60)
    while !process.standardError.contains("the database is unreachable") {
      guard ContinuousClock.now < end else { return XCTFail(process.standardError) }
      XCTAssertNotNil(try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#).content)
    }
    try assertEnds(process)
    XCTAssertTrue(process.standardError.contains("pool=replica"), process.standardError)
    XCTAssertFalse(process.standardError.contains("hunter2"), process.standardError)
  }

  // MARK: doctor

  private func finding(_ database: DatabaseAddress, _ replica: String) throws -> (level: String, found: String) {
    let command = try Command(
      ServerProcess.builtBinary, ["doctor", "--json"],
      environment: environment(database.uri, ["DATABASE_READ_URL": replica]))
    let findings = try JSONParser.parse(command.output.first ?? "")["findings"]?.arrayValue ?? []
    let finding = try XCTUnwrap(findings.first { $0["check"]?.stringValue == "replica" }, "\(command)")
    return (finding["level"]?.stringValue ?? "", finding["found"]?.stringValue ?? "")
  }

  func testDoctor_whenTheReplicaFollows_tellsHowFarItIsBehind() throws {
    let (database, _, standby) = try replicated()
    let (level, found) = try finding(database, uri(standby, database))
    XCTAssertEqual(level, "ok", found)
    XCTAssertNotNil(found.firstMatch(of: #/ is \d+ bytes and \d+ ms behind$/#), found)
  }

  func testDoctor_whenTheReplicaIsOfNoUse_warns() throws {
    let (database, _, standby) = try replicated()
    let missing = "postgresql://respec@/x?host=/no/such/folder"
    for (uri, words) in [
      (database.uri, "not in hot standby mode"), (standby.uri("postgres"), "another database"),
      (missing, "No such file or directory"), (database.uri + "&target_session_attrs=any", "no standby"),
    ] {
      let (level, found) = try finding(database, uri)
      XCTAssertEqual(level, "warning", found)
      XCTAssertTrue(found.contains(words), found)
    }
  }
}
