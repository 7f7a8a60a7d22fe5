// CallCommandTests: respec-server call on a database.

import EndToEndSupport
import JSON
import SharedStateSupport
import XCTest

final class CallCommandTests: DatabaseTestCase {
  private func call(
    _ database: DatabaseAddress, _ arguments: String..., environment more: [String: String] = [:]
  ) throws -> Command {
    try Command(
      ServerProcess.builtBinary, ["call"] + arguments, environment: environment(database.uri, more))
  }

  func testCalls_onAnEmptyDatabase_migrateAndShareTheState() throws {
    let database = try emptyDatabase()
    let spec = """
      {"project_name":"shop","phase_name":"Login","objectives":"o","scope":"s","dependencies":"d","deliverables":"e"}
      """
    let created = try call(database, "create_spec", spec, "--json").checked()
    XCTAssertEqual(try JSONParser.parse(created.output.joined())["spec_name"], "login")
    let read = try call(database, "get_spec", #"{"project_name":"shop","spec_name":"login"}"#).checked()
    XCTAssertEqual(read.output.first, "# Technical Specification: Login")
    XCTAssertEqual(read.errors, "")
  }

  func testKey_whenRepeated_givesTheFirstResult() throws {
    let database = try emptyDatabase()
    let arguments = #"{"project_name":"shop","loop_type":"spec","idempotency_key":"k"}"#
    let first = try call(database, "create_loop", arguments, "--json").checked()
    let second = try call(database, "create_loop", arguments, "--json").checked()
    let (created, again) = (try JSONParser.parse(first.output.joined()), try JSONParser.parse(second.output.joined()))
    XCTAssertEqual(again["id"], created["id"])
    XCTAssertEqual([created["replayed"], again["replayed"]], [nil, true])
    XCTAssertEqual(try session(database).number("SELECT count(*) FROM loop_states"), 1)
  }

  func testCall_usesOneConnection() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    _ = try SQLSession(database.asSuperuser).run("ALTER DATABASE \(database.database) CONNECTION LIMIT 1")
    let answer = try call(
      database, "list_projects", "{}", environment: ["DATABASE_POOL_MIN_SIZE": "5"])
    XCTAssertEqual(answer.status, .status(0), answer.errors)
  }

  func testCall_whenMigratingIsNotAllowed_isUnavailable() throws {
    let database = try emptyDatabase()
    let answer = try call(
      database, "list_projects", "{}", environment: ["DATABASE_AUTO_MIGRATE": "false"])
    XCTAssertEqual(answer.status, .status(1))
    XCTAssertTrue(answer.errors.contains("unavailable: The database lacks the migrations"), answer.errors)
  }

  func testCall_whenDatabaseIsAway_failsWithinThePoolTimeout() throws {
    let nowhere = try DatabaseAddress(uri: "postgresql://respec:respec@/x?host=127.0.0.1&port=1")
    let answer = try call(nowhere, "list_projects", "{}", "--json")
    XCTAssertEqual(answer.status, .status(1))
    XCTAssertEqual(try JSONParser.parse(answer.output.joined())["code"], "unavailable")
    XCTAssertFalse(answer.errors.contains(":respec@"), answer.errors)
  }

  func testInterrupt_endsAWaitingCall() throws {
    let database = try emptyDatabase()
    let created = try call(database, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#, "--json").checked()
    let id = try XCTUnwrap(try JSONParser.parse(created.output.joined())["id"]?.stringValue)
    let holder = try session(database)
    _ = try holder.run("BEGIN; SELECT FROM loop_states WHERE id = '\(id)' FOR UPDATE")
    let process = try ServerProcess(
      arguments: ["call", "record_user_feedback", #"{"loop_id":"\#(id)","feedback":"f"}"#],
      environment: environment(database.uri, ["DATABASE_COMMAND_TIMEOUT": "60"]))
    // Another session: in a transaction the first look at the activity is kept.
    try session(database.asSuperuser).wait(
      until: "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database())")
    process.signal(SIGINT)
    XCTAssertEqual(try process.waitForExit(), .signal(SIGINT))
  }
}
