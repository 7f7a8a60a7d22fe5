// ForgottenFlowTests: connections that died while they idled, without a word to either end.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class ForgottenFlowTests: DatabaseTestCase {
  /// The call that meets one waits for it; the others, idle since before, are not tried one after the other.
  func testCalls_whenTheIdleConnectionsAreDead_failOnceAtMost() throws {
    let database = try emptyDatabase()
    let proxy = try TCPProxy(to: database.port)
    defer { proxy.close() }
    var address = database.overTCP
    address.port = "\(proxy.port)"
    let process = try launch(
      address, ["DATABASE_COMMAND_TIMEOUT": "2", "DATABASE_POOL_MIN_SIZE": "4", "DATABASE_POOL_TIMEOUT": "20"])
    let loop = try createLoop(process)
    try openFour(process, loop, database)
    XCTAssertGreaterThanOrEqual(proxy.count, 4)
    proxy.forget()
    let first = try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#)
    XCTAssertTrue(first.content != nil || ["timeout", "unavailable"].contains(first.code), first.line)
    let made = proxy.count
    for id in 1...8 { XCTAssertNotNil(try listProjects(process, id: id).content) }
    XCTAssertLessThanOrEqual(proxy.count, made + 1)
    try assertEnds(process)
  }

  private static let haveFour = """
    (SELECT count(*) >= 4 FROM pg_stat_activity WHERE application_name = 'respec-server' \
    AND datname = current_database())
    """

  /// Four calls that wait at the same time for a lock have a connection each.
  private func openFour(_ process: ServerProcess, _ loop: String, _ database: DatabaseAddress) throws {
    let holder = try session(database), observer = try session(database)
    // With time-outs so short not all of them wait at the same time on a slow machine.
    for _ in 0..<20 {
      _ = try holder.run("BEGIN; LOCK TABLE objective_feedback")
      for id in 11...14 {
        try process.send(Message.call(id, "get_objective_feedback", #"{"loop_id":"\#(loop)"}"#))
      }
      let areOpen = (try? observer.wait(until: Self.haveFour, within: 2)) != nil
      _ = try holder.run("ROLLBACK")
      _ = try process.readLines(4)
      if areOpen { return }
    }
  }
}
