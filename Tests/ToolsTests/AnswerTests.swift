// AnswerTests: results obey the tools' output schemas and agree with their text; failures name every violation.

import JSON
import MCP
import Models
import TestSupport
import XCTest

@testable import Tools

final class AnswerTests: XCTestCase {
  /// A call and what it has to end with: nil for success.
  private typealias Step = (tool: String, arguments: JSONObject, code: Failure.Code?)

  /// Through every branch of every tool; ids count up from 00000001.
  private static let script: [Step] = [
    // No project.
    ("list_projects", [:], nil),
    ("list_loops", ["project_name": "p"], .notFound),
    ("list_specs", ["project_name": "p"], .notFound),
    ("list_specs", ["project_name": "p", "query": "login"], .notFound),
    ("list_history", ["project_name": "p"], .notFound),
    ("resume_project", ["project_name": "p"], .notFound),
    ("get_loop", ["loop_id": "00000001"], .notFound),
    ("get_spec", ["project_name": "p", "spec_name": "login"], .notFound),
    ("create_loop", ["project_name": "p", "loop_type": "spec", "spec_name": "login"], .notFound),
    // Specs.
    ("create_spec", Toolbox.spec("p", "Login"), nil),
    ("create_spec", Toolbox.spec("p", "LOGIN"), .alreadyExists),
    ("create_spec", fullSpec, nil),
    ("get_spec", ["project_name": "p", "spec_name": "login"], nil),
    ("get_spec", ["project_name": "p", "spec_name": "Full Phase"], nil),
    ("get_spec", ["project_name": "p", "spec_name": "full-phase", "sections": ["architecture", "Risks"]], nil),
    ("get_spec", ["project_name": "p", "spec_name": "full-phase", "sections": ["additional_sections"]], nil),
    ("get_spec", ["project_name": "p", "spec_name": "full-phase", "sections": []], nil),
    ("get_spec", ["project_name": "p", "spec_name": "login", "sections": ["Risks"]], .invalidInput),
    ("update_spec", ["project_name": "p", "spec_name": "login", "architecture": "One service."], nil),
    ("update_spec", ["project_name": "p", "spec_name": "login", "architecture": "One service."], nil),
    ("update_spec", ["project_name": "p", "spec_name": "login", "scope": "More."], .frozenField),
    ("update_spec", ["project_name": "p", "spec_name": "login", "expected_version": 7], nil),
    (
      "update_spec", ["project_name": "p", "spec_name": "login", "expected_version": 7, "architecture": "Two."],
      .conflict
    ),
    ("update_spec", ["project_name": "p", "spec_name": "login", "phase_name": "Logout"], .invalidInput),
    ("get_spec", ["project_name": "p", "spec_name": "login", "version": 1], nil),
    ("get_spec", ["project_name": "p", "spec_name": "login", "version": 3], .notFound),
    ("list_specs", ["project_name": "p"], nil),
    ("list_specs", ["project_name": "p", "query": "login", "status": "draft"], nil),
    ("list_specs", ["project_name": "p", "limit": 1], nil),
    ("list_specs", ["project_name": "p", "limit": 1, "cursor": "s~full-phase"], nil),
    ("list_specs", ["project_name": "p", "query": "login", "cursor": "s~full-phase"], .invalidInput),
    ("list_projects", ["query": "p"], nil),
    ("list_loops", ["project_name": "p"], nil),
    ("list_history", ["project_name": "p"], nil),
    ("create_spec", Toolbox.spec("P", "Login"), .conflict),
    // Loops.
    ("create_loop", ["project_name": "p", "loop_type": "spec", "spec_name": "login", "idempotency_key": "k"], nil),
    ("create_loop", ["project_name": "p", "loop_type": "spec", "spec_name": "login", "idempotency_key": "k"], nil),
    ("create_loop", ["project_name": "p", "loop_type": "plan", "idempotency_key": "k"], .conflict),
    ("create_loop", ["project_name": "p", "loop_type": "build_code"], nil),
    ("get_spec", ["loop_id": "00000001"], nil),
    ("get_spec", ["loop_id": "00000002"], .notFound),
    ("update_spec", ["loop_id": "00000001", "additional_sections": ["Risks": "None."]], nil),
    ("list_history", ["loop_id": "00000001"], nil),
    ("analyze_loop", ["loop_id": "00000001"], nil),
    ("record_feedback", Toolbox.feedback("00000001", score: 50, issues: ["No limits"]), nil),
    ("record_feedback", Toolbox.feedback("00000001", score: 51, issues: ["no limits", "Typos"]), nil),
    ("record_feedback", Toolbox.feedback("00000001", score: 52), nil),
    ("record_feedback", Toolbox.feedback("00000001", score: 53), .waitingForHuman),
    ("get_loop", ["loop_id": "00000001"], nil),
    ("record_user_feedback", ["loop_id": "00000001", "feedback": "Go on."], nil),
    ("list_history", ["loop_id": "00000001", "limit": 2], nil),
    ("list_history", ["loop_id": "00000001", "limit": 2, "cursor": "h1~0"], nil),
    ("list_history", ["loop_id": "00000001", "cursor": "n1"], .invalidInput),
    ("list_history", ["project_name": "p", "limit": 1], nil),
    ("list_history", ["project_name": "p", "cursor": "n2"], nil),
    ("analyze_loop", ["loop_id": "00000001"], nil),
    ("record_feedback", Toolbox.feedback("00000001", score: 95), nil),
    ("record_feedback", Toolbox.feedback("00000001", score: 96), .loopCompleted),
    ("record_user_feedback", ["loop_id": "00000001", "feedback": "More."], .loopCompleted),
    ("list_loops", ["project_name": "p", "status": "completed"], nil),
    ("list_loops", ["project_name": "p", "limit": 1], nil),
    // Links and the end.
    ("link_loop_to_spec", ["loop_id": "00000002", "project_name": "p", "spec_name": "login"], nil),
    ("link_loop_to_spec", ["loop_id": "00000002", "project_name": "q", "spec_name": "login"], .conflict),
    ("link_loop_to_spec", ["loop_id": "00000002", "project_name": "p", "spec_name": "logi"], .notFound),
    ("unlink_loop", ["loop_id": "00000002"], nil),
    // The humans' and critics' words on the goals.
    ("get_objective_feedback", ["loop_id": "00000002"], .notFound),
    ("store_objective_feedback", ["loop_id": "00000002", "feedback": "Fair."], nil),
    ("store_objective_feedback", ["loop_id": "00000002", "feedback": "Good."], nil),
    ("store_objective_feedback", ["loop_id": "00000009", "feedback": "Good."], .notFound),
    ("store_objective_feedback", ["loop_id": "00000002", "feedback": " "], .invalidInput),
    ("get_objective_feedback", ["loop_id": "00000002"], nil),
    ("get_objective_feedback", ["loop_id": "00000009"], .notFound),
    // Versions.
    ("list_spec_versions", ["project_name": "p", "spec_name": "login"], nil),
    ("list_spec_versions", ["project_name": "p", "spec_name": "login", "limit": 1], nil),
    ("list_spec_versions", ["project_name": "p", "spec_name": "login", "limit": 1, "cursor": "n2"], nil),
    ("list_spec_versions", ["project_name": "p", "spec_name": "login", "cursor": "s~a"], .invalidInput),
    ("list_spec_versions", ["project_name": "p", "spec_name": "logi"], .notFound),
    ("diff_spec", ["project_name": "p", "spec_name": "login", "from_version": 1], nil),
    ("diff_spec", ["project_name": "p", "spec_name": "login", "from_version": 3, "to_version": 1], nil),
    ("diff_spec", ["project_name": "p", "spec_name": "login", "from_version": 2, "to_version": 2], nil),
    ("diff_spec", ["project_name": "p", "spec_name": "login", "from_version": 4], .notFound),
    ("diff_spec", ["project_name": "p", "spec_name": "login", "from_version": 1, "to_version": 9], .notFound),
    ("diff_spec", ["project_name": "p", "spec_name": "logi", "from_version": 1], .notFound),
    // Roadmaps and plans.
    ("get_roadmap", ["project_name": "p"], .notFound),
    ("store_roadmap", Toolbox.roadmap("p"), nil),
    ("get_roadmap", ["project_name": "p"], nil),
    ("store_roadmap", titledRoadmap, nil),
    ("get_roadmap", ["project_name": "q"], nil),
    ("get_roadmap", ["project_name": "r"], .notFound),
    ("store_roadmap", ["project_name": "r"], .invalidInput),
    ("store_roadmap", ["project_name": "r", "markdown": "# Roadmap\n## Teams"], .invalidInput),
    ("get_project_plan", ["project_name": "p"], .notFound),
    ("list_project_plans", [:], nil),
    ("store_project_plan", Toolbox.plan("p"), nil),
    ("store_project_plan", Toolbox.plan("q"), nil),
    ("store_project_plan", ["project_name": "r"], .invalidInput),
    ("store_project_plan", ["project_name": "p", "end_users": "All.", "expected_version": 9], .conflict),
    ("get_project_plan", ["project_name": "p"], nil),
    ("list_project_plans", ["limit": 1], nil),
    ("list_project_plans", ["status": "active"], nil),
    ("list_project_plans", ["cursor": "n1"], .invalidInput),
    // The picture of a project that is there, and of one that is not.
    ("resume_project", ["project_name": "p"], nil),
    ("resume_project", ["project_name": "none"], .notFound),
    ("search", ["query": "service"], nil),
    ("search", ["query": "service", "project_name": "p", "kinds": ["spec", "Objective Feedback"], "limit": 1], nil),
    ("search", ["query": "service", "project_name": "nowhere"], .notFound),
    ("search", ["query": "service", "kinds": ["specs"]], .invalidInput),
    ("search", ["query": "service", "cursor": "n1"], .invalidInput),
    ("search", [:], .invalidInput),
    ("delete_project_plan", ["project_name": "q"], nil),
    ("delete_project_plan", ["project_name": "q"], .notFound),
    ("delete_spec", ["project_name": "p", "spec_name": "logi"], .notFound),
    ("delete_spec", ["project_name": "p", "spec_name": "login"], nil),
    ("delete_spec", ["project_name": "p", "spec_name": "login"], .notFound),
    ("resume_project", ["project_name": "p"], nil),
    ("unlink_loop", ["loop_id": "00000009"], .notFound),
    ("delete_loop", ["loop_id": "00000002"], nil),
    ("delete_loop", ["loop_id": "00000002"], .notFound),
    ("create_loop", [:], .invalidInput),
  ]

  private static let titledRoadmap: JSONObject = {
    var arguments = Toolbox.roadmap("q")
    arguments["roadmap_title"] = "To Sea"
    arguments["roadmap_status"] = "approved"
    return arguments
  }()

  private static let fullSpec: JSONObject = {
    var arguments = Toolbox.spec("p", "Full Phase")
    for name in FlexibleFields.all.map(\.name) { arguments[name] = .string("The \(name) \"in\"\nfull.") }
    arguments["additional_sections"] = [
      ["name": "Risks", "text": "Many."], ["name": "Notes", "text": "ü 漢 😀"],
    ]
    arguments["spec_status"] = "approved"
    return arguments
  }()

  func testAnswers_whenThroughAScript_matchTheirSchemasAndTexts() async throws {
    let box = try Toolbox()
    var (succeeded, codes) = (Set<String>(), Set<String>())
    for (index, step) in Self.script.enumerated() {
      let told = "step \(index): \(step.tool) \(JSONValue.object(step.arguments).text)"
      let reply = try await box.call(step.tool, step.arguments)
      XCTAssertEqual(try reply.failure?.code, step.code, "\(told): \(reply.text)")
      if let failure = try reply.failure {
        assertFailure(reply, failure, told)
        codes.insert(failure.code.rawValue)
      } else {
        try assertSuccess(reply, box.definitions.first { $0.name == step.tool }!, told)
        succeeded.insert(step.tool)
      }
    }
    XCTAssertEqual(Set(box.definitions.map(\.name)).subtracting(succeeded), [], "tools that never succeeded")
    XCTAssertEqual(
      codes,
      [
        "invalid_input", "not_found", "already_exists", "conflict", "frozen_field", "loop_completed",
        "waiting_for_human",
      ])
  }

  private func assertSuccess(_ reply: Reply, _ tool: ToolDefinition, _ told: String) throws {
    XCTAssertFalse(reply.isError, told)
    XCTAssertNil(reply.meta, told)
    let content = try XCTUnwrap(reply.content, told)
    XCTAssertEqual(SchemaChecker.faults(of: content, in: tool.outputSchema), [], told)
    XCTAssertEqual(reply.text.prefix { $0 != "\n" }, title(tool, content) ?? content.text[...], told)
  }

  /// The first line of an answer that is a document; nil for one that is JSON.
  private func title(_ tool: ToolDefinition, _ content: JSONValue) -> Substring? {
    switch tool.name {
    case "get_spec": "# Technical Specification: \(content["phase_name"]!.stringValue!)"
    case "get_roadmap": "# Roadmap" + (content["roadmap_title"]?.stringValue.map { ": \($0)" } ?? "")
    case "get_project_plan": "# Project Plan: \(content["project_name"]!.stringValue!)"
    default: nil
    }
  }

  private func assertFailure(_ reply: Reply, _ failure: Failure, _ told: String) {
    XCTAssertTrue(reply.isError, told)
    XCTAssertNil(reply.content, told)
    XCTAssertEqual(reply.meta?.objectValue?.keys, ["respec/error"], told)
    XCTAssertEqual(reply.meta?["respec/error"]?.objectValue?.keys, ["code", "message", "details"], told)
    let lines = reply.text.split(separator: "\n")
    XCTAssertEqual(lines.first, "\(failure.code.rawValue): \(failure.message)", told)
    for detail in failure.details {
      let parts = [detail.path, detail.problem, detail.allowed]
      XCTAssertTrue(lines.contains { line in parts.allSatisfy { line.contains($0) } }, "\(told): \(parts)")
    }
    XCTAssertFalse(failure.details.isEmpty, told)
  }

  // MARK: Exact answers

  func testRecordFeedback_whenBelowTheThreshold_tellsLoopDecisionAndFeedback() async throws {
    let box = try Toolbox()
    try await box.result("create_loop", ["project_name": "p", "loop_type": "spec"])
    let reply = try await box.call("record_feedback", Toolbox.feedback("00000001", score: 50, issues: ["No limits"]))
    XCTAssertEqual(
      reply.text,
      #"""
      {"loop":{"id":"00000001","project_name":"p","loop_type":"spec","status":"refine","current_score":50,\#
      "score_history":[50],"score_count":1,"iteration":2,"created_at":"2026-07-28T09:30:01.000000Z",\#
      "updated_at":"2026-07-28T09:30:02.000000Z","spec_name":null},\#
      "decision":{"status":"refine","reason":"below_threshold","threshold":90,"improvement":null},\#
      "feedback":{"iteration":1,"critic_agent":"spec-critic","score":50,"timestamp":"2026-07-28T09:30:02.000000Z"}}
      """#)
  }

  func testCreateLoop_tellsItsPolicy() async throws {
    let content = try await Toolbox().result("create_loop", ["project_name": "p", "loop_type": "analyst"])
    XCTAssertEqual(
      content["policy"], ["threshold": 90, "improvement_threshold": 10, "checkpoint_frequency": 3])
  }

  func testWrites_answerWithoutTheTextsThatWereSentOrStoodThere() async throws {
    let box = try await Toolbox.withScene()
    var spec = Toolbox.spec("p", "Third")
    for field in FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name) { spec[field] = "SENT" }
    spec["additional_sections"] = ["Risks": "SENT"]
    var roadmap = Toolbox.roadmap("p")
    for field in RoadmapFields.all { roadmap[field.name] = "SENT" }
    var plan = Toolbox.plan("p")
    for field in ProjectPlanFields.all { plan[field.name] = "SENT" }
    var feedback = Toolbox.feedback("00000001", score: 40, issues: ["SENT"])
    for name in ["assessment_summary", "detailed_feedback"] { feedback[name] = "SENT" }
    let calls: [(String, JSONObject)] = [
      ("create_spec", spec), ("store_roadmap", roadmap), ("store_project_plan", plan), ("record_feedback", feedback),
      ("update_spec", ["project_name": "p", "spec_name": "third", "architecture": "new"]),
      ("record_user_feedback", ["loop_id": "00000001", "feedback": "SENT"]),
      ("store_objective_feedback", ["loop_id": "00000001", "feedback": "SENT"]),
      ("link_loop_to_spec", ["loop_id": "00000001", "project_name": "p", "spec_name": "third"]),
      ("unlink_loop", ["loop_id": "00000001"]),
    ]
    for (tool, arguments) in calls {
      let reply = try await box.call(tool, arguments)
      XCTAssertFalse(reply.isError, reply.text)
      XCTAssertFalse(reply.text.contains("SENT"), "\(tool): \(reply.text)")
    }
  }

  func testWrite_whenRepeatedByItsKey_saysThatItIsAReplay() async throws {
    let box = try await Toolbox.withScene()
    let arguments: JSONObject = ["loop_id": "00000001", "architecture": "a", "idempotency_key": "k"]
    let first = try await box.result("update_spec", arguments)
    XCTAssertNil(first["replayed"])
    var expected = first.objectValue!
    expected["replayed"] = true
    let again = try await box.result("update_spec", arguments)
    XCTAssertEqual(again, .object(expected))
    let loop: JSONObject = ["project_name": "p", "loop_type": "plan", "idempotency_key": "k"]
    let created = try await box.result("create_loop", loop)
    let replay = try await box.result("create_loop", loop)
    XCTAssertEqual(replay["id"], created["id"])
    XCTAssertEqual(replay["policy"], created["policy"])
    XCTAssertEqual(replay["replayed"], true)
  }

  func testListHistory_whenOfAProject_hasNothingOfALoop() async throws {
    let box = try await Toolbox.withScene()
    let content = try await box.result("list_history", ["project_name": "p", "limit": 1])
    XCTAssertEqual(content.objectValue?.keys, ["history", "next_cursor"])
    XCTAssertEqual(content["history"]?.arrayValue?.first?["loop"]?["id"], "00000002")
    XCTAssertEqual(content["next_cursor"], "n2")
  }

  func testListHistory_whenOfALoop_hasNothingOfAProject() async throws {
    let box = try await Toolbox.withScene()
    let content = try await box.result("list_history", ["loop_id": "00000001"])
    XCTAssertEqual(content.objectValue?.keys, ["loop", "feedback", "user_feedback", "next_cursor"])
    XCTAssertEqual(content["next_cursor"], .null)
  }

  func testListHistory_whenReadBack_isTheSame() async throws {
    let box = try await Toolbox.withScene()
    let loops: JSONObject = ["project_name": "p", "limit": 1]
    for arguments in [loops, ["project_name": "p"], ["loop_id": "00000001"]] {
      let content = try await box.result("list_history", arguments)
      let output = try ModelDecoder.decode(ListHistory.Output.self, from: content)
      XCTAssertEqual(try JSONModelEncoder.tree(output).text, content.text)
    }
  }

  func testUpdateSpec_whenNothingChanges_saysSo() async throws {
    let box = try await Toolbox.withScene()
    let content = try await box.result(
      "update_spec", ["loop_id": "00000001", "objectives": "Users sign in.", "spec_status": "draft"])
    XCTAssertEqual(content["changed_fields"], [])
    XCTAssertEqual(content["version"], 1)
    let changed = try await box.result(
      "update_spec", ["loop_id": "00000001", "architecture": "a", "scope": "Web only."])
    XCTAssertEqual(changed["changed_fields"], ["architecture"])
    XCTAssertEqual(changed["version"], 2)
  }

  func testDeleteLoop_saysSo() async throws {
    let box = try await Toolbox.withScene()
    let reply = try await box.call("delete_loop", ["loop_id": "00000002"])
    XCTAssertEqual(reply.text, #"{"deleted":true}"#)
  }
}
