// DatabaseCancelTests: calls that wait for a lock in the database, cancelled or run out of time.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class DatabaseCancelTests: DatabaseTestCase {
  private func feedback(_ id: Int, _ loop: String, _ tag: String = "t") -> String {
    Message.call(
      id, "record_feedback",
      #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"\#(tag)"}"#)
  }

  private static let waiting = """
    EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'respec-server' \
    AND datname = current_database() AND wait_event_type = 'Lock')
    """

  /// One connection only: what a cancelled call leaves behind would hit the next.
  private func launchNarrow(_ database: DatabaseAddress, timeout: String = "20") throws -> ServerProcess {
    try launch(database, ["DATABASE_POOL_MAX_SIZE": "1", "DATABASE_COMMAND_TIMEOUT": timeout])
  }

  private func cancel(_ id: Int) -> String {
    #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#
  }

  func testCancel_whenAStatementWaitsForALock_endsItAndHitsNoOther() throws {
    let database = try emptyDatabase()
    let process = try launchNarrow(database)
    let loop = try createLoop(process)
    let (holder, observer) = (try session(database), try session(database))
    for round in 1...20 {
      _ = try holder.run("BEGIN; SELECT FROM loop_states WHERE id = '\(loop)' FOR UPDATE")
      try process.send(feedback(10, loop, "cancelled \(round)"))
      try observer.wait(until: Self.waiting)
      // The next call is there already when the first one's connection comes back.
      try process.send(cancel(10), Message.call(11, "list_projects", "{}"))
      let answer = try Answer(process.readLine())
      XCTAssertEqual(answer.id, 11)
      XCTAssertNotNil(answer.content, answer.line)
      try observer.wait(until: "NOT \(Self.waiting)")
      _ = try holder.run("ROLLBACK")
      let next = try Answer(process.exchange(feedback(12, loop, "answered \(round)")))
      XCTAssertEqual(next.content?["feedback"]?["iteration"]?.intValue, round, next.line)
    }
    XCTAssertEqual(try FinalState(observer).loops[0].feedback.map(\.tag), (1...20).map { "answered \($0)" })
    try assertEnds(process)
    XCTAssertFalse(process.standardError.contains(" error "), process.standardError)
  }

  func testCancel_whenInATransactionOfAKey_freesTheKey() throws {
    let database = try emptyDatabase()
    let process = try launchNarrow(database)
    let loop = try createLoop(process)
    let (holder, observer) = (try session(database), try session(database))
    _ = try holder.run("BEGIN; SELECT FROM loop_states WHERE id = '\(loop)' FOR UPDATE")
    let arguments = #"{"loop_id":"\#(loop)","feedback":"go on","idempotency_key":"k"}"#
    try process.send(Message.call(10, "record_user_feedback", arguments))
    try observer.wait(until: Self.waiting)
    try process.send(cancel(10))
    try observer.wait(until: "NOT \(Self.waiting)")
    _ = try holder.run("ROLLBACK")
    XCTAssertEqual(try observer.number("SELECT count(*) FROM idempotency_keys"), 0)
    XCTAssertNotNil(try call(process, "record_user_feedback", arguments, id: 11).content)
    XCTAssertEqual(try observer.number("SELECT count(*) FROM human_guidance"), 1)
    try assertEnds(process)
  }

  func testCommandTimeout_whenAStatementWaitsForALock_endsIt() throws {
    let database = try emptyDatabase()
    let process = try launchNarrow(database, timeout: "1")
    let loop = try createLoop(process)
    let holder = try session(database)
    _ = try holder.run("BEGIN; SELECT FROM loop_states WHERE id = '\(loop)' FOR UPDATE")
    let start = ContinuousClock.now
    let answer = try Answer(process.exchange(feedback(10, loop)))
    XCTAssertEqual(answer.code, "timeout", answer.line)
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(4))
    _ = try holder.run("ROLLBACK")
    let next = try Answer(process.exchange(feedback(11, loop)))
    XCTAssertEqual(next.content?["feedback"]?["iteration"]?.intValue, 1, next.line)
    try assertEnds(process)
  }

  func testCall_whenItsBackendIsFrozen_isAnswered() throws {
    let database = try emptyDatabase()
    let process = try launch(database, ["DATABASE_POOL_MAX_SIZE": "1", "DATABASE_COMMAND_TIMEOUT": "1"])
    let loop = try createLoop(process)
    let observer = try session(database.asSuperuser)
    let backend = pid_t(
      try observer.number("SELECT pid FROM pg_stat_activity WHERE application_name = 'respec-server'"))
    kill(backend, SIGSTOP)
    defer { kill(backend, SIGCONT) }
    let start = ContinuousClock.now
    // The database takes the statement and does not even answer the cancel request: done or not, nobody knows.
    let answer = try Answer(process.exchange(feedback(10, loop)))
    XCTAssertEqual(answer.code, "outcome_unknown", answer.line)
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(10))
    XCTAssertNotNil(try Answer(process.exchange(feedback(11, loop))).content)
    try assertEnds(process)
  }

  func testPoolTimeout_whenAllConnectionsWait_isBusy() throws {
    let database = try emptyDatabase()
    let process = try launch(
      database,
      ["DATABASE_POOL_MAX_SIZE": "1", "DATABASE_POOL_TIMEOUT": "1", "DATABASE_COMMAND_TIMEOUT": "5"])
    let (loop, unlocked) = (try createLoop(process), try createLoop(process))
    let (holder, observer) = (try session(database), try session(database))
    _ = try holder.run("BEGIN; SELECT FROM loop_states WHERE id = '\(loop)' FOR UPDATE")
    try process.send(feedback(10, loop))
    try observer.wait(until: Self.waiting)
    let other = try Answer(process.exchange(Message.call(11, "get_loop", #"{"loop_id":"\#(unlocked)"}"#)))
    XCTAssertEqual(other.id, 11)
    XCTAssertEqual(other.code, "busy", other.line)
    _ = try holder.run("ROLLBACK")
    XCTAssertNotNil(try Answer(process.readLine()).content)
    try assertEnds(process)
  }
}
