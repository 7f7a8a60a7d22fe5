// FailoverTests: a primary is lost and its streaming standby promoted; the servers follow without a restart.

import EndToEndSupport
import SharedStateSupport
import TestSupport
import XCTest

final class FailoverTests: DatabaseTestCase {
  func testServer_whenThePrimaryIsLost_goesOnOnThePromotedStandby() throws { try failOver() }

  func testServer_whenItsReplicaIsPromoted_goesOnThere() throws {
    try failOver { standby in ["DATABASE_READ_URL": standby.uri("respec_test")] }
  }

  private func failOver(_ more: (Standby) -> [String: String] = { _ in [:] }) throws {
    let cluster = try TestCluster()
    defer { try? cluster.remove() }
    let primary = cluster.address
    let standby = try Standby(of: primary)
    let environment = ["DATABASE_POOL_TIMEOUT": "15"].merging(more(standby)) { $1 }
    let process = try launch(standby.uri(after: primary), environment)
    let loop = try createLoop(process)
    for score in [50, 60] { XCTAssertNotNil(try record(process, loop, score).content) }
    try standby.waitUntilCaughtUp(with: primary)
    for _ in 0..<20 { try assertScores("[50,60]", process, loop) }

    try cluster.stopImmediately()
    try standby.promote()

    let answer = try record(process, loop, 70)
    XCTAssertEqual(answer.content?["loop"]?["score_history"]?.text, "[50,60,70]", answer.line)
    for _ in 0..<20 { try assertScores("[50,60,70]", process, loop) }
    try assertEnds(process)
  }

  private func assertScores(_ scores: String, _ process: ServerProcess, _ loop: String) throws {
    let answer = try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#)
    XCTAssertEqual(answer.content?["score_history"]?.text, scores, answer.line)
  }

  private func record(_ process: ServerProcess, _ loop: String, _ score: Int) throws -> Answer {
    try call(
      process, "record_feedback",
      #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":\#(score),"assessment_summary":"s"}"#)
  }
}
