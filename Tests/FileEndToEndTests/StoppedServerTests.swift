// StoppedServerTests: a server that stands still, or whose client does, while others are at work on the same file.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class StoppedServerTests: FileTestCase {
  private func feedback(_ loop: String, _ number: Int) -> String {
    #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"\#(number)"}"#
  }

  private func iteration(_ process: ServerProcess, _ loop: String) throws -> Int? {
    try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#).content?["iteration"]?.intValue
  }

  /// Stops the holder again and again until it has the lock.
  private func stopWhileItHoldsTheLock(_ holder: ServerProcess, _ other: ServerProcess) throws -> Answer {
    for _ in 0..<50 {
      usleep(UInt32.random(in: 1_000...20_000))
      holder.signal(SIGSTOP)
      let answer = try call(other, "create_loop", #"{"project_name":"others","loop_type":"spec"}"#)
      if answer.content == nil { return answer }
      holder.signal(SIGCONT)
    }
    throw XCTSkip("the holder was never stopped with the lock")
  }

  func testHolder_whenStopped_makesOthersBusyInTimeAndLosesNothing() throws {
    let settings = ["STATE_FILE_TIMEOUT": "1"]
    let (holder, others) = (try launch(settings), [try launch(settings), try launch(settings)])
    let loop = try createLoop(holder)
    for other in others { XCTAssertEqual(try iteration(other, loop), 1) }
    let count = 600
    try holder.send((1...count).map { Message.call($0, "record_feedback", feedback(loop, $0)) })
    let busy = try stopWhileItHoldsTheLock(holder, others[0])
    assertUnavailable(busy, "\(path).lock", "Nothing was done: try again", code: "busy")
    for other in others {
      let start = ContinuousClock.now
      let answer = try call(other, "record_feedback", feedback(loop, 0))
      assertUnavailable(answer, "busy", code: "busy")
      XCTAssertGreaterThan(ContinuousClock.now - start, .milliseconds(900))
      XCTAssertLessThan(ContinuousClock.now - start, .seconds(6))
      XCTAssertNotNil(try iteration(other, loop), "readers do not wait")
    }
    holder.signal(SIGCONT)
    for other in others { try assertRecovers(other) }
    let kept = try holder.readLines(count).count { try Answer($0).content != nil }
    XCTAssertNotNil(try call(others[0], "record_feedback", feedback(loop, 0)).content)
    XCTAssertEqual(try iteration(others[1], loop), min(kept + 2, 1_000))
    for process in others + [holder] { try assertEnds(process) }
    try assertWhole()
  }

  /// Its answers wait; the file does not.
  func testServer_whenItsClientReadsNothing_keepsNobodyFromTheFile() throws {
    let (silent, other) = (try launch(), try launch(["STATE_FILE_TIMEOUT": "2"]))
    let loop = try createLoop(silent)
    silent.isReading = false
    let text = String(repeating: "x", count: 20_000)
    let calls = (1...60).map {
      Message.call(
        $0, "create_spec",
        #"{"project_name":"p","phase_name":"\#($0)","objectives":"o","scope":"\#(text)","dependencies":"d","deliverables":"e"}"#
      )
    }
    let gets = (61...160).map { Message.call($0, "get_spec", #"{"project_name":"p","spec_name":"1"}"#) }
    let feedbacks = (161...200).map { Message.call($0, "record_feedback", feedback(loop, $0)) }
    _ = try silent.flood((calls + gets + feedbacks).flatMap { Array($0.utf8) + [0x0A] }, quietFor: 0.5)
    for number in 1...20 { XCTAssertNotNil(try call(other, "record_feedback", feedback(loop, number)).content) }
  }
}
