// FailoverTests: a primary is lost and its streaming standby promoted; the servers follow without a restart.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class FailoverTests: DatabaseTestCase {
  func testServer_whenThePrimaryIsLost_goesOnOnThePromotedStandby() throws {
    let primary = try TestCluster()
    defer { try? primary.remove() }
    let standby = try Standby(of: primary)
    defer { standby.stop() }
    let process = try launch(standby.uri(after: primary), ["DATABASE_POOL_TIMEOUT": "15"])
    let loop = try createLoop(process)
    for score in [50, 60] { XCTAssertNotNil(try record(process, loop, score).content) }
    try standby.waitUntilCaughtUp(with: primary)

    try primary.stopImmediately()
    try standby.promote()

    let answer = try record(process, loop, 70)
    XCTAssertEqual(answer.content?["loop"]?["score_history"]?.text, "[50,60,70]", answer.line)
    try assertEnds(process)
  }

  private func record(_ process: ServerProcess, _ loop: String, _ score: Int) throws -> Answer {
    try call(
      process, "record_feedback",
      #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":\#(score),"assessment_summary":"s"}"#)
  }
}
