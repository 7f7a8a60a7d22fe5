// RightsTests: roles that may do less than all.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class RightsTests: DatabaseTestCase {
  func testRole_whenItOwnsTheDatabaseOnly_suffices() throws {
    let database = try emptyDatabase()
    let session = try session(database)
    XCTAssertEqual(try session.value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"), "f")
    let process = try launch(database)
    _ = try createLoop(process)
    XCTAssertEqual(try session.number("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"), 1)
    try assertEnds(process)
  }

  func testRole_whenItMayNotCreateTables_isToldTheFix() throws {
    let database = try emptyDatabase(owner: "postgres")
    let superuser = try session(database.asSuperuser)
    _ = try superuser.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    let fix = "GRANT CREATE ON SCHEMA public TO respec"
    let command = try migrate(database)
    XCTAssertEqual(command.status, .status(1))
    XCTAssertTrue(command.errors.contains(fix), command.errors)
    let process = try launch(database)
    let answer = try listProjects(process)
    XCTAssertEqual(answer.code, "unavailable")
    XCTAssertTrue(answer.message?.contains(fix) == true, answer.line)
    XCTAssertTrue(answer.message?.contains("ALTER DATABASE \(database.database) OWNER TO respec") == true, answer.line)
    // The fix fixes it, without a restart.
    _ = try superuser.run(fix)
    try assertRecovers(process)
    try assertEnds(process)
  }

  func testRole_whenItMayNotReadTheTables_isToldSo() throws {
    let database = try emptyDatabase(owner: "postgres")
    try MigrationFiles.apply(
      MigrationFiles.all, to: database, ["-Xq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database.database])
    let command = try migrate(database)
    XCTAssertEqual(command.status, .status(1))
    XCTAssertTrue(command.errors.contains("permission denied for table schema_migrations"), command.errors)
    let process = try launch(database)
    let answer = try listProjects(process)
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    XCTAssertTrue(answer.message?.contains("permission denied") == true, answer.line)
    try assertEnds(process)
  }

  func testTables_whenPoliciesMayHideRows_areRefusedByName() throws {
    let database = try emptyDatabase(), session = try session(database.asSuperuser)
    _ = try migrate(database).checked()
    let running = try launch(database)
    XCTAssertNotNil(try listProjects(running).content)
    for table in ["loop_states", "roadmaps"] {
      _ = try session.run(
        "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY; ALTER TABLE \(table) FORCE ROW LEVEL SECURITY")
    }
    let late = try listProjects(running)
    XCTAssertTrue(late.message?.contains("row-level security policy for table") == true, late.line)
    let process = try launch(database)
    let answer = try listProjects(process)
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    let words = "may hide rows from the role respec in loop_states, roadmaps"
    XCTAssertTrue(answer.message?.contains(words) == true, answer.line)
    XCTAssertTrue(try migrate(database).errors.contains(words))
    let doctor = try Command(ServerProcess.builtBinary, ["doctor"], environment: environment(database.uri))
    XCTAssertEqual(doctor.status, .status(1))
    XCTAssertTrue(doctor.output.contains { $0.contains("row-level security is on") }, "\(doctor.output)")
    try assertEnds(running)
    try assertEnds(process)
  }

  // MARK: Without pg_trgm

  private static let phases = [
    "Order intake", "Order-intake v2", "Orders", "Payment", "Payments and refunds", "Auth", "Ördnung", "日本語 仕様",
    "order-intakes", "a", "ab", "intake order", "Search index", "Searching",
  ]

  private func fill(_ process: ServerProcess) throws {
    for (index, phase) in Self.phases.enumerated() {
      XCTAssertNotNil(try call(process, "create_spec", Message.spec("p", phase), id: 100 + index).content)
    }
  }

  /// The results of every query, and the offers for a name that is not there.
  private func searches(_ process: ServerProcess) throws -> [String] {
    var found: [String] = []
    for query in ["order intake", "payments", "orders", "ord", "a", "ördnung", "日本語", "search", "zzz"] {
      let answer = try call(process, "list_specs", #"{"project_name":"p","query":"\#(query)","limit":3}"#)
      let specs = try XCTUnwrap(answer.content?["specs"]?.arrayValue, answer.line)
      found += specs.map { "\(query): \($0["spec_name"]?.stringValue ?? "?") \($0["similarity"]!.text)" }
      found.append("\(query): \(answer.content?["next_cursor"]?.typeName ?? "?")")
      let missing = try call(process, "get_spec", #"{"project_name":"p","spec_name":"\#(query) x"}"#)
      found.append(missing.message ?? missing.code ?? "found")
    }
    return found
  }

  func testSearch_whenTrigramsCannotBeCreated_givesTheSame() throws {
    let with = try emptyDatabase()
    // May create tables, and nothing in the database itself.
    let without = try emptyDatabase(owner: "postgres")
    _ = try session(without.asSuperuser).run("GRANT CREATE, USAGE ON SCHEMA public TO respec")
    let (indexed, plain) = (try launch(with), try launch(without))
    for process in [indexed, plain] { try fill(process) }
    let expected = try searches(indexed)
    XCTAssertGreaterThan(expected.count, 25)
    XCTAssertEqual(try searches(plain), expected)
    XCTAssertEqual(try session(without).number("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"), 0)
    try assertEnds(plain)
    try assertEnds(indexed)
  }

  /// A schema that the role may not even use keeps the index usable: its functions are found by their numbers.
  func testSearch_whenTrigramsAreMovedOrDroppedMeanwhile_givesTheSame() throws {
    let database = try emptyDatabase(), superuser = try session(database.asSuperuser)
    let process = try launch(database)
    try fill(process)
    let expected = try searches(process)
    for (index, change) in [
      "CREATE SCHEMA hidden; ALTER EXTENSION pg_trgm SET SCHEMA hidden",
      "ALTER EXTENSION pg_trgm SET SCHEMA pg_catalog",
      "DROP EXTENSION pg_trgm CASCADE",
    ].enumerated() {
      _ = try superuser.run(change)
      let late = try launch(database)
      for (name, server) in [("first\(index)", process), ("late\(index)", late)] {
        XCTAssertEqual(try searches(server), expected, change)
        XCTAssertNotNil(try call(server, "create_spec", Message.spec("other", name)).content, change)
        let update = #"{"project_name":"other","spec_name":"\#(name)","phase_name":"\#(name.uppercased())"}"#
        XCTAssertNotNil(try call(server, "update_spec", update).content, change)
      }
      try assertEnds(late)
      let doctor = try Command(ServerProcess.builtBinary, ["doctor"], environment: environment(database.uri))
      XCTAssertEqual(doctor.status, .status(0), "\(doctor.output)")
    }
    XCTAssertFalse(process.standardError.contains(" error "), process.standardError)
    try assertEnds(process)
  }
}
