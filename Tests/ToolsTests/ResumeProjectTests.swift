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

  /// Names of 255 characters, of which each takes up six in JSON, and texts as long as they come.
  func testPicture_whenEverythingIsAsLongAsItCanBe_staysBelowTwoThousandTokens() async throws {
    for unit in ["\u{2028}a", "漢", "a"] {
      let box = try Toolbox()
      func name(_ index: Int) -> JSONValue {
        .string(String(repeating: unit, count: unit.unicodeScalars.count == 2 ? 126 : 252) + "\(100 + index)")
      }
      let project = name(0)
      let long = JSONValue.string(String(repeating: "Wörter \u{2028} 漢字 ", count: 500))
      for index in 1...25 {
        var spec = Toolbox.spec("p", "x")
        (spec["project_name"], spec["phase_name"]) = (project, name(index))
        try await box.result("create_spec", spec)
      }
      for loop in 1...12 {
        let id = String("\(100_000_000 + loop)".dropFirst())
        try await box.result(
          "create_loop", ["project_name": project, "loop_type": "analyst", "spec_name": name(loop)])
        if loop > 10 {
          try await box.result("record_feedback", Toolbox.feedback(id, score: 100))
          continue
        }
        for round in 1...3 {
          var feedback = Toolbox.feedback(id, score: 70)
          feedback["assessment_summary"] = long
          feedback["key_issues"] = [long, long, long, long]
          try await box.result("record_feedback", feedback)
          guard round < 3 else { continue }
          try await box.result("record_user_feedback", ["loop_id": .string(id), "feedback": long])
        }
      }
      let reply = try await box.call("resume_project", ["project_name": project])
      XCTAssertFalse(reply.isError, reply.text)
      XCTAssertLessThan(reply.text.unicodeScalars.count / 4, 2_000, unit)
      XCTAssertEqual(reply.content?["active_loop_count"], 10)
      XCTAssertGreaterThan(reply.content?["active_loops"]?.arrayValue?.count ?? 0, 0)
    }
  }

  func testPicture_whenALoopWaits_hasTheQuestionAndTheLastAnswer() async throws {
    let box = try Toolbox()
    try await box.result("create_loop", ["project_name": "p", "loop_type": "analyst"])
    try await box.result("record_user_feedback", ["loop_id": "00000001", "feedback": "Keep it\n small."])
    for _ in 1...3 {
      try await box.result(
        "record_feedback", Toolbox.feedback("00000001", score: 40, issues: ["No limits", "b", "c", "d"]))
    }
    let loop = try await box.result("resume_project", ["project_name": "p"])["active_loops"]?.arrayValue?.first
    XCTAssertEqual(loop?["status"], "user_input")
    XCTAssertEqual(loop?["question"]?["key_issues"], ["No limits", "b", "c"])
    XCTAssertNotNil(loop?["question"]?["summary"]?.stringValue)
    XCTAssertEqual(loop?["last_answer"], "Keep it small.")
    try await box.result("create_loop", ["project_name": "p", "loop_type": "plan"])
    let other = try await box.result("resume_project", ["project_name": "p"])["active_loops"]?.arrayValue?.last
    XCTAssertEqual([other?["question"], other?["last_answer"]], [nil, nil])
  }

  func testPicture_whenThingsWereChanged_hasTheLastThree() async throws {
    let box = try Toolbox()
    try await box.result("create_spec", Toolbox.spec("p", "Login"))
    try await box.result("create_loop", ["project_name": "p", "loop_type": "plan"])
    try await box.result("delete_spec", ["project_name": "p", "spec_name": "login"])
    try await box.result("record_user_feedback", ["loop_id": "00000001", "feedback": "Go on."])
    let changes = try await box.result("resume_project", ["project_name": "p"])["last_changes"]?.arrayValue ?? []
    XCTAssertEqual(
      changes.map { "\($0["operation"]!.stringValue!) \($0["kind"]!.stringValue!) \($0["subject"]!.stringValue!)" },
      ["guidance loop 00000001", "deleted spec login", "created loop 00000001"])
    XCTAssertEqual(changes.first?.objectValue?.keys, ["time", "operation", "kind", "subject", "actor"])
  }

  func testNext_whenNothingIsActive_saysWhatToDo() async throws {
    let box = try Toolbox()
    func next() async throws -> String? {
      try await box.result("resume_project", ["project_name": "p"])["next"]?.stringValue
    }
    try await box.result("store_project_plan", Toolbox.plan("p"))
    var told = try await next()
    XCTAssertEqual(told, "store_roadmap, then create_spec for each phase.")
    try await box.result("store_roadmap", Toolbox.roadmap("p"))
    told = try await next()
    XCTAssertEqual(told, "create_spec for each phase of the roadmap.")
    try await box.result("create_spec", Toolbox.spec("p", "Login"))
    told = try await next()
    XCTAssertEqual(told, "create_loop with spec_name for a spec that is no more than a draft.")
    try await box.result("create_loop", ["project_name": "p", "loop_type": "spec", "spec_name": "login"])
    told = try await next()
    XCTAssertNil(told)
    try await box.result("record_feedback", Toolbox.feedback("00000001", score: 100))
    told = try await next()
    XCTAssertEqual(told, "Its loop is completed: set spec_status of login with update_spec.")
    let drafts = try await box.result("resume_project", ["project_name": "p"])["completed_drafts"]
    XCTAssertEqual(drafts, [["loop_id": "00000001", "spec_name": "login"]])
    for (status, expected) in [
      ("approved", "create_loop of type build_plan or build_code for an approved spec."),
      ("completed", "All specs are completed: create_spec for the next phase, or tell the human."),
    ] {
      try await box.result(
        "update_spec", ["project_name": "p", "spec_name": "login", "spec_status": .string(status)])
      told = try await next()
      XCTAssertEqual(told, expected)
    }
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
