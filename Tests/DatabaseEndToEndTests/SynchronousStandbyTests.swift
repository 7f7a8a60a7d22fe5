// SynchronousStandbyTests: commits that wait for a synchronous standby which is gone.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class SynchronousStandbyTests: DatabaseTestCase {
  func testWrites_whenTheStandbyIsGone_areInDoubtAndReadsGoOn() throws {
    let cluster = try TestCluster()
    defer { try? cluster.remove() }
    let process = try launch(cluster.address, ["DATABASE_COMMAND_TIMEOUT": "1", "DATABASE_POOL_TIMEOUT": "20"])
    let loop = try createLoop(process)
    let administration = try session(cluster.address.asSuperuser)
    func wait(for standby: String) throws {
      _ = try administration.run("ALTER SYSTEM SET synchronous_standby_names = '\(standby)'")
      _ = try administration.run("SELECT pg_reload_conf()")
      try administration.wait(until: "current_setting('synchronous_standby_names') = '\(standby)'")
    }
    try wait(for: "gone")
    let feedback = #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"a"}"#
    // A backend that has not read its settings anew yet commits without the standby.
    var answer = try call(process, "record_feedback", feedback)
    var count = 1
    while answer.content != nil, count < 50 {
      answer = try call(process, "record_feedback", feedback)
      count += 1
    }
    XCTAssertEqual(answer.code, "outcome_unknown", answer.line)
    let next = try call(process, "record_feedback", feedback)
    XCTAssertEqual(next.code, "timeout", next.line)
    let read = try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#)
    XCTAssertNotNil(read.content, read.line)
    try wait(for: "")
    let done = try call(process, "record_feedback", feedback)
    XCTAssertEqual(done.content?["feedback"]?["iteration"]?.intValue, count + 1, done.line)
    try assertEnds(process)
  }
}
