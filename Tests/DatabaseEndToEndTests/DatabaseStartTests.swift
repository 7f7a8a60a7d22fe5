// DatabaseStartTests: servers that start before their database does.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class DatabaseStartTests: DatabaseTestCase {
  /// A handshake, a list of the tools and a call without a database, and then one with it.
  private func assertStarts(
    before database: DatabaseAddress, file: StaticString = #filePath, line: UInt = #line, _ start: () throws -> Void
  ) throws {
    let begin = ContinuousClock.now
    let process = try launch(database)
    XCTAssertTrue(try process.exchange(Message.request(2, "tools/list")).contains("record_feedback"))
    let handshake = ContinuousClock.now
    XCTAssertLessThan(handshake - begin, .seconds(Self.poolTimeout), file: file, line: line)
    let answer = try listProjects(process)
    let wait = ContinuousClock.now - handshake
    XCTAssertEqual(answer.code, "unavailable", answer.line, file: file, line: line)
    XCTAssertGreaterThan(wait, .seconds(Self.poolTimeout - 0.5), file: file, line: line)
    XCTAssertLessThan(wait, .seconds(Self.poolTimeout + 2), file: file, line: line)
    try start()
    try assertRecovers(process, file: file, line: line)
    try assertEnds(process, file: file, line: line)
  }

  func testStart_whenTheDatabaseComesUpLater_works() throws {
    let cluster = try TestCluster()
    defer { try? cluster.remove() }
    try cluster.stopImmediately()
    try assertStarts(before: cluster.address) { try cluster.start() }
    // The schema is there now: it is another way to the first call.
    try cluster.stopImmediately()
    try assertStarts(before: cluster.address) { try cluster.start() }
    try cluster.stopImmediately()
    let listener = try SilentListener()
    var address = cluster.address.overTCP
    address.port = "\(listener.port)"
    try assertStarts(before: address) {
      listener.close()
      try cluster.start(port: listener.port)
    }
  }

  func testEnd_whenTheDatabaseIsAway_isPrompt() throws {
    let listener = try SilentListener()
    defer { listener.close() }
    for port in [listener.port, 1] {
      var address = try DatabaseAddress.common().overTCP
      address.port = "\(port)"
      let process = try launch(address)
      let start = ContinuousClock.now
      try process.send(Message.call(1, "list_projects", "{}"))
      let lines = try process.finish()
      XCTAssertEqual(try lines.map { try Answer($0).code }, ["unavailable"])
      XCTAssertEqual(try process.waitForExit(), .status(0))
      XCTAssertLessThan(ContinuousClock.now - start, .seconds(Self.poolTimeout + 3))
    }
  }

  func testStart_whenAutoMigrationIsOff_waitsForMigrate() throws {
    let database = try emptyDatabase()
    let process = try launch(database, ["DATABASE_AUTO_MIGRATE": "false"])
    let answer = try listProjects(process)
    XCTAssertEqual(answer.code, "unavailable")
    XCTAssertTrue(answer.message?.contains("run respec-server migrate") == true, answer.line)
    _ = try migrate(database).checked()
    try assertRecovers(process)
    try assertEnds(process)
  }
}
