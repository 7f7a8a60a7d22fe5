// ReasonTests: the reason for which the database cannot be used is in the first answer, and in it at once.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class ReasonTests: DatabaseTestCase {
  /// The first call of a new server gets the reason within a second, though it may wait for much longer.
  private func assertRefused(
    _ address: DatabaseAddress, _ reason: String, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let process = try launch(address, ["DATABASE_POOL_TIMEOUT": "30"])
    let start = ContinuousClock.now
    let answer = try listProjects(process)
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(1), file: file, line: line)
    XCTAssertEqual(answer.code, "unavailable", answer.line, file: file, line: line)
    XCTAssertTrue(answer.message?.contains(reason) == true, answer.line, file: file, line: line)
    try assertEnds(process, file: file, line: line)
  }

  func testFirstCall_whenThePasswordIsWrong_saysSoAtOnce() throws {
    var address = try DatabaseAddress.common().overTCP
    address.password = "wrong"
    for _ in 0..<10 { try assertRefused(address, "password authentication failed") }
  }

  func testFirstCall_whenDatabaseOrRoleIsUnknown_saysSoAtOnce() throws {
    let common = try DatabaseAddress.common()
    try assertRefused(common.named("no_such_database"), #"database "no_such_database" does not exist"#)
    var address = common
    address.user = "nobody_here"
    try assertRefused(address, "nobody_here")
  }

  func testCommand_whenThePasswordIsWrong_saysSoAtOnce() throws {
    var address = try DatabaseAddress.common().overTCP
    address.password = "wrong"
    let start = ContinuousClock.now
    let command = try migrate(address)
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(1.5))
    XCTAssertNotEqual(command.status, .status(0))
    XCTAssertTrue(command.errors.contains("password authentication failed"), command.errors)
  }

  func testFirstCall_whenThePortIsClosed_saysSoAfterTheWait() throws {
    var address = try DatabaseAddress.common().overTCP
    address.port = "1"
    let process = try launch(address)
    let answer = try listProjects(process)
    XCTAssertTrue(answer.message?.contains("Connection refused") == true, answer.line)
    try assertEnds(process)
  }

  func testCalls_whenTheDatabaseIsMadeLater_succeed() throws {
    let database = try emptyDatabase()
    try database.drop()
    let process = try launch(database)
    XCTAssertEqual(try listProjects(process).code, "unavailable")
    let administration = try session(database.asSuperuser.named("postgres"))
    _ = try administration.run("CREATE DATABASE \(database.database) OWNER respec")
    try assertRecovers(process)
    try assertEnds(process)
  }

  func testStatement_whenSomebodyCancelsIt_isNotTheTimeOut() throws {
    let database = try emptyDatabase()
    let process = try launch(database, ["DATABASE_COMMAND_TIMEOUT": "60"])
    let loop = try createLoop(process)
    let holder = try session(database)
    _ = try holder.run("BEGIN; LOCK TABLE loop_states")
    try process.send(Message.call(2, "get_loop", #"{"loop_id":"\#(loop)"}"#))
    let canceller = try session(database.asSuperuser)
    let waiting = "application_name = 'respec-server' AND datname = current_database() AND wait_event_type = 'Lock'"
    try canceller.wait(until: "EXISTS (SELECT FROM pg_stat_activity WHERE \(waiting))")
    _ = try canceller.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE \(waiting)")
    let answer = try Answer(process.readLine())
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    XCTAssertTrue(answer.message?.contains("Somebody cancelled the statement") == true, answer.line)
    _ = try holder.run("ROLLBACK")
    try assertEnds(process)
  }
}
