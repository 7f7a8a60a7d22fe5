// AnswerSizeTests: the price of a call to a model, and the memory of a server, whatever is stored.

import EndToEndSupport
import JSON
import XCTest

final class AnswerSizeTests: EndToEndTestCase {
  /// The most bytes of each form of an answer.
  private static let budget = 262_144

  // MARK: What a model pays

  /// At 4 characters a token.
  private func tokens(_ text: String) -> Int { text.count / 4 }

  /// Makes a call, and adds up what a model writes for it and reads of it.
  private func call(_ process: ServerProcess, _ tool: String, _ arguments: String) throws -> (input: Int, output: Int) {
    let answer = try process.exchange(Message.call(1, tool, arguments))
    let text = try XCTUnwrap(try value("result.content", of: answer).arrayValue?.first?["text"]?.stringValue)
    XCTAssertNil(try JSONParser.parse(answer)["result"]?["isError"], text)
    return (tokens(tool + arguments), tokens(text))
  }

  func testSpec_whenLong_isCheapToChangeAndCompare() throws {
    let process = try launchSession()
    let text = (1...2_000).map { #"Line \#($0) of a long text."# }.joined(separator: #"\n"#)
    let spec = Message.spec("shop", "Checkout").dropLast()
    let fields = ["architecture", "development_plan", "testing_strategy"].map { #""\#($0)":"\#(text)""# }
    let created = try call(process, "create_spec", "\(spec),\(fields.joined(separator: ","))}")
    XCTAssertGreaterThan(created.input * 4, 150_000)
    XCTAssertLessThan(created.output, 300)

    let name = #""project_name":"shop","spec_name":"checkout""#
    let status = try call(process, "update_spec", #"{\#(name),"spec_status":"approved","expected_version":1}"#)
    XCTAssertLessThan(status.input, 200)
    XCTAssertLessThan(status.output, 300)

    let line = #"{"field":"architecture","old_text":"Line 1000 of a long text.","new_text":"Line 1000, changed."}"#
    let edit = try call(process, "update_spec", #"{\#(name),"edits":[\#(line)],"expected_version":2}"#)
    let diff = try call(process, "diff_spec", #"{\#(name),"from_version":2}"#)
    XCTAssertLessThan(edit.input + edit.output + diff.input + diff.output, 1_500)

    let document = try call(process, "get_spec", "{\(name)}")
    XCTAssertLessThan(document.output, 11_000, "an outline and 40,000 characters")
    try assertEnds(process)
  }

  // MARK: What a server needs

  /// Records feedback of the largest size and reads all of it.
  private func fillAndRead(_ process: ServerProcess, with text: String) throws {
    let loop = try createLoop(process)
    for score in 1...8 {
      let answer = try process.exchange(
        Message.call(
          score, "record_feedback",
          #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":\#(score),"assessment_summary":"x","#
            + #""detailed_feedback":"\#(text)"}"#))
      XCTAssertEqual(try value("result.structuredContent.decision.status", of: answer).stringValue != nil, true)
    }
    var (scores, cursor): ([Int], String?) = ([], nil)
    repeat {
      let place = cursor.map { #","cursor":"\#($0)""# } ?? ""
      let answer = try process.exchange(
        Message.call(100 + scores.count, "list_history", #"{"loop_id":"\#(loop)","limit":100\#(place)}"#))
      XCTAssertLessThanOrEqual(try value("result.structuredContent", of: answer).serialized.count, Self.budget)
      let feedback = try value("result.structuredContent.feedback", of: answer).arrayValue ?? []
      XCTAssertGreaterThan(feedback.count, 0)
      scores = feedback.compactMap { $0["score"]?.intValue } + scores
      cursor = try value("result.structuredContent.next_cursor", of: answer).stringValue
    } while cursor != nil && scores.count < 100
    XCTAssertEqual(scores, Array(1...8))
  }

  func testHistory_whenFeedbacksAreOfTheLargestSize_leavesTheServerSmall() throws {
    // A control character has one byte, and six in JSON.
    let plain = String(repeating: "x", count: 65_535)
    let control = String(repeating: #"\u0001"#, count: 65_535)
    for (text, settings) in [(plain, [:]), (plain, fileSettings()), (control, [:])] {
      let process = try launchSession(environment: settings.merging(["LOOP_HUMAN_GATE": "advisory"]) { $1 })
      try fillAndRead(process, with: text)
      XCTAssertLessThan(try process.peakMemory(), 256 << 20)
      try assertEnds(process)
    }
  }
}
