// LogCommandTests: the record of changes of servers on one database, followed while they write.

import EndToEndSupport
import Foundation
import JSON
import SharedStateSupport
import XCTest

final class LogCommandTests: DatabaseTestCase {
  /// Eight servers write a thousand changes; numbers are given before the commits, which come in any order.
  func testFollow_whenManyServersWrite_losesNone() throws {
    let database = try emptyDatabase()
    let servers = try (0..<8).map { _ in try launch(database, ["DATABASE_POOL_TIMEOUT": "30"]) }
    let first = try createLoop(servers[0])
    let follower = try ServerProcess(
      arguments: ["log", "--follow", "--json"], environment: environment(database.uri))
    addTeardownBlock { follower.kill() }
    XCTAssertTrue(try follower.readLine().contains(first))
    let each = 125
    for round in 1...each {
      for server in servers {
        try server.send(Message.call(round + 1, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#))
      }
    }
    var created: Set<String> = []
    for server in servers {
      for _ in 1...each {
        let answer = try Answer(server.readLine(within: 60))
        created.insert(try XCTUnwrap(answer.content?["id"]?.stringValue, answer.line))
      }
    }
    var seen: [JSONValue] = []
    while seen.count < servers.count * each { seen.append(try JSONParser.parse(follower.readLine(within: 60))) }
    XCTAssertEqual(Set(seen.compactMap { $0["subject"]?.stringValue }), created)
    let numbers = seen.compactMap { $0["number"]?.intValue }
    XCTAssertEqual(numbers, numbers.sorted())
    XCTAssertEqual(Set(numbers).count, servers.count * each)
    follower.signal(SIGINT)
    XCTAssertEqual(try follower.readToEnd(), [], "nothing is shown twice")
    XCTAssertEqual(try follower.waitForExit(), .status(0), follower.standardError)
    for server in servers { try assertEnds(server) }
  }

  func testRecord_whenTheDatabaseIsOfAnEarlierSchema_beginsEmpty() throws {
    let database = try emptyDatabase()
    let earlier = MigrationFiles.all.prefix { !$0.hasSuffix("_record_changes.sql") }
    try MigrationFiles.apply(
      Array(earlier), to: database,
      ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", database.user, "-d", database.database])
    let session = try session(database)
    _ = try session.run(
      """
      INSERT INTO projects (project_name, changed_at) VALUES ('shop', now());
      INSERT INTO loop_states (id, project_name, loop_type) VALUES ('00000001', 'shop', 'spec');
      INSERT INTO loop_history (loop_id, project_name) VALUES ('00000001', 'shop');
      INSERT INTO human_guidance (loop_id, position, iteration, feedback) VALUES ('00000001', 1, 1, 'go');
      INSERT INTO objective_feedback (loop_id, feedback) VALUES ('00000001', 'note');
      INSERT INTO technical_specs (id, project_name, spec_name, phase_name, objectives, scope, dependencies, deliverables)
        VALUES ('00000002', 'shop', 'login', 'Login', 'o', 's', 'd', 'e');
      INSERT INTO loop_to_spec_mappings (loop_id, project_name, spec_name) VALUES ('00000001', 'shop', 'login')
      """)
    let process = try launch(database, ["RESPEC_ACTOR": "Ada"])
    func changes() throws -> [JSONValue] {
      let answer = try call(process, "list_changes", #"{"project_name":"shop"}"#)
      return try XCTUnwrap(answer.content?["changes"]?.arrayValue, answer.line)
    }
    XCTAssertEqual(try changes(), [])
    XCTAssertEqual(try call(process, "delete_spec", #"{"project_name":"shop","spec_name":"login"}"#).code, nil)
    XCTAssertEqual(try call(process, "delete_loop", #"{"loop_id":"00000001"}"#).code, nil)
    let told = try changes().map { [$0["actor"], $0["subject"], $0["operation"]] }
    XCTAssertEqual(told, [["Ada", "00000001", "deleted"], ["Ada", "login", "deleted"]])
    try assertEnds(process)
  }
}
