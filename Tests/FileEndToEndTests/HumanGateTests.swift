// HumanGateTests: a server that takes a person's word alone, and the person at the terminal.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class HumanGateTests: FileTestCase {
  private let verified = ["LOOP_HUMAN_GATE": "verified", "LOOP_SPEC_CHECKPOINT_FREQUENCY": "1"]

  private func feedback(_ loop: String, _ score: Int) -> String {
    #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":\#(score),"assessment_summary":"s"}"#
  }

  func testGate_whenAPersonAnswersAtTheTerminal_opens() throws {
    let process = try launch(verified)
    let loop = try createLoop(process)
    XCTAssertNotNil(try call(process, "record_feedback", feedback(loop, 50)).content)
    let words = #"{"loop_id":"\#(loop)","feedback":"go on"}"#
    let relayed = try call(process, "record_user_feedback", words)
    XCTAssertEqual(relayed.content?["loop"]?["status"], "user_input", relayed.line)
    XCTAssertEqual(try call(process, "record_feedback", feedback(loop, 60)).code, "waiting_for_human")
    let accept = #"{"loop_id":"\#(loop)","verdict":"accept"}"#
    XCTAssertEqual(try call(process, "record_user_feedback", accept).code, "waiting_for_human")
    _ = try command("call", "record_user_feedback", words, more: verified).checked()
    XCTAssertNotNil(try call(process, "record_feedback", feedback(loop, 60)).content)
    _ = try command("call", "record_user_feedback", accept, more: verified).checked()
    XCTAssertEqual(try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#).content?["status"], "completed")
    let said = try call(process, "list_history", #"{"loop_id":"\#(loop)"}"#).content?["user_feedback"]?.arrayValue
    XCTAssertEqual(said?.map { $0["source"] }, ["relayed", "command", "command"])
    XCTAssertEqual(said?.map { $0["verdict"] }, ["continue", "continue", "accept"])
    try assertEnds(process)
  }
}
