// ResumeProjectTests: the picture for an agent that has lost its context.

import JSON
import Models
import XCTest

@testable import Tools

final class ResumeProjectTests: XCTestCase {
  func testPicture_whenTheProjectIsLarge_staysBelowTwoThousandTokens() async throws {
    let box = try Toolbox()
    let project = "A project of thirty characters"
    for index in 10..<30 {
      try await box.result("create_spec", Toolbox.spec(project, "A phase of thirty characters \(index)"))
    }
    for index in 10..<20 {
      try await box.result(
        "create_loop",
        [
          "project_name": .string(project), "loop_type": "build_code",
          "spec_name": .string("a-phase-of-thirty-characters-\(index)"),
        ])
    }
    // All of them with a decision that says as much as one can.
    for loop in 1...10 {
      for _ in 1...3 {
        try await box.result(
          "record_feedback", Toolbox.feedback(String("\(100_000_000 + loop)".dropFirst()), score: 70))
      }
    }
    let reply = try await box.call("resume_project", ["project_name": .string(project)])
    XCTAssertEqual(reply.content?["specs"]?.arrayValue?.count, 20)
    XCTAssertEqual(reply.content?["active_loops"]?.arrayValue?.count, 10)
    XCTAssertEqual(reply.content?["active_loops"]?.arrayValue?.first?["decision"]?["reason"], "stagnation")
    let tokens = reply.text.count / 4
    XCTAssertLessThan(tokens, 2_000, "\(tokens) tokens: \(reply.text)")
  }

  func testPicture_whenLoopsAreOfAllKinds_hasTheMostUrgentFirst() async throws {
    let box = try await Toolbox.withScene()
    try await box.result("create_loop", ["project_name": "p", "loop_type": "analyst"])
    for _ in 1...3 { try await box.result("record_feedback", Toolbox.feedback("00000003", score: 40)) }
    try await box.result("create_loop", ["project_name": "p", "loop_type": "analyst"])
    try await box.result("record_feedback", Toolbox.feedback("00000004", score: 100))
    let picture = try await box.result("resume_project", ["project_name": "p"])
    let loops = picture["active_loops"]?.arrayValue ?? []
    XCTAssertEqual(picture["active_loop_count"], 3)
    XCTAssertEqual(
      loops.map { "\($0["loop_id"]!.stringValue!) \($0["status"]!.stringValue!): \($0["next"]!.stringValue!)" },
      [
        "00000003 user_input: Ask the human, then record_user_feedback.",
        "00000001 refine: Improve, then record_feedback.",
        "00000002 initialized: Draft, then record_feedback.",
      ])
    XCTAssertEqual(picture["spec_counts"], [["spec_status": "draft", "count": 2]])
    XCTAssertEqual(picture["project_status"], .null)
    XCTAssertEqual(picture["roadmap_status"], .null)
  }
}
