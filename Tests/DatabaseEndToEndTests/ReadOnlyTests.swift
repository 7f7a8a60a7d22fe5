// ReadOnlyTests: a server that only reads, on a database that others write, as PostgreSQL itself sees it.

import EndToEndSupport
import SharedStateSupport
import TestSupport
import XCTest

final class ReadOnlyTests: DatabaseTestCase {
  private static let readOnly = ["MCP_READ_ONLY": "true"]

  func testServer_whenOthersWrite_seesItAndIsReadOnlyForPostgres() throws {
    let database = try emptyDatabase()
    let writer = try launch(database)
    let loop = try createLoop(writer)
    let reader = try launch(database, Self.readOnly)
    XCTAssertEqual(try call(reader, "get_loop", #"{"loop_id":"\#(loop)"}"#).content?["id"]?.stringValue, loop)
    XCTAssertEqual(try call(reader, "delete_loop", #"{"loop_id":"\#(loop)"}"#).code, "read_only")
    let session = try session(database)
    // Whatever the server might send would be refused: a role without any right to write is enough.
    _ = try session.run("REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM CURRENT_USER")
    XCTAssertNotNil(try listProjects(reader).content)
    try assertEnds(reader)
    let doctor = try Command(
      ServerProcess.builtBinary, ["doctor"], environment: environment(database.uri, Self.readOnly)
    ).checked().output.joined(separator: "\n")
    XCTAssertTrue(doctor.contains("the server takes no changes (MCP_READ_ONLY=true)"), doctor)
    XCTAssertTrue(doctor.contains("the settings are as asked for"), doctor)
  }

  func testServer_whenMigrationsArePending_appliesNone() throws {
    let database = try emptyDatabase()
    let reader = try launch(database, Self.readOnly)
    let answer = try listProjects(reader)
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    XCTAssertTrue(answer.message?.contains("run respec-server migrate") == true, answer.line)
    XCTAssertEqual(try session(database).number("SELECT count(*) FROM pg_class WHERE relname = 'loop_states'"), 0)
    try assertEnds(reader)
  }

  func testServer_whenBehindAPooler_isReadOnlyInEachTransaction() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    let pooler = try Pooler(.transaction, host: database.host, port: database.port)
    let reader = try launch(pooler.uri(database.database), Self.readOnly)
    XCTAssertNotNil(try listProjects(reader).content)
    try assertEnds(reader)
    withExtendedLifetime(pooler) {}
  }
}
