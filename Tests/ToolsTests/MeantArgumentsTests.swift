// MeantArgumentsTests: calls as clients and models make them, and what comes of them.

import JSON
import Models
import XCTest

@testable import Tools

final class MeantArgumentsTests: XCTestCase {
  // MARK: What clients add

  func testArguments_whenClientsAddThem_areIgnored() async throws {
    let added: JSONObject = [
      "sessionId": "x", "action": "sendMessage", "chatInput": "hi", "toolCallId": "call_1", "tool_call_id": ["a": 1],
      "task_progress": "- [ ] list", "_sessionID": "u", "_auth_auth_type": "admin", "_": nil,
    ]
    let box = try await Toolbox.withScene()
    let expected = try await box.call("list_loops", ["project_name": "p"]).text
    let found = try await box.call("list_loops", JSONObject(added.members + [.init(key: "project_name", value: "p")]))
    XCTAssertEqual(found.text, expected)
  }

  func testArgument_whenUnknownOtherwise_isRefused() async throws {
    for name in ["session_id", "Action", "toolCallID", "progress", "reason"] {
      let reply = try await Toolbox().call("list_project_plans", JSONObject([.init(key: name, value: "x")]))
      XCTAssertEqual(try reply.violations.map(\.path), [name])
    }
  }

  func testClientArguments_areNoToolsOwn() throws {
    for tool in try Toolbox().definitions {
      let names = tool.inputSchema["properties"]?.objectValue?.keys ?? []
      XCTAssertEqual(names.filter(ClientArguments.contains), [], tool.name)
    }
  }

  // MARK: Left out

  func testKey_whenAPlaceholder_isNone() async throws {
    let box = try Toolbox()
    for key in ["null", "", "NONE", "undefined "] as [JSONValue] {
      try await box.result("create_loop", ["project_name": "p", "loop_type": "plan", "idempotency_key": key])
    }
    let loops = try await box.result("list_loops", ["project_name": "p"])["loops"]?.arrayValue
    XCTAssertEqual(loops?.count, 4)
  }

  func testRepeat_whenWrittenOtherwise_isTheSameCall() async throws {
    let box = try Toolbox()
    let call: JSONObject = ["project_name": "p", "loop_type": "build_code", "idempotency_key": "k"]
    let first = try await box.call("create_loop", call)
    let others: [JSONObject] = [
      ["spec_name": nil, "toolCallId": "call_2"], ["spec_name": "null", "_meta": [:]], ["loop_type": "Build Code"],
    ]
    for other in others {
      let again = try await box.call("create_loop", JSONObject(call.members + other.members))
      XCTAssertEqual(again.content?["id"], first.content?["id"])
      XCTAssertEqual(again.content?["replayed"], true)
    }
  }

  func testArgument_whenRepeated_theLastCounts() async throws {
    let box = try await Toolbox.withScene()
    let twice = JSONObject([
      .init(key: "project_name", value: "p"), .init(key: "limit", value: 1), .init(key: "limit", value: 0),
    ])
    let loops = try await box.result("list_loops", twice)["loops"]?.arrayValue
    XCTAssertEqual(loops?.count, 2)
  }

  func testArguments_whenAllAreFilledInBesideADocument_theDocumentCounts() async throws {
    let box = try Toolbox()
    for tool in ["create_spec", "store_roadmap", "store_project_plan"] {
      let shape = try XCTUnwrap(
        try ArgumentShape.all().first { $0.tool.name == tool && $0.needed.contains("markdown") })
      var arguments = JSONObject()
      for name in shape.tool.inputSchema["properties"]?.objectValue?.keys ?? [] {
        arguments[name] = name == "additional_sections" ? [] : ""
      }
      arguments["project_name"] = "p"
      arguments["markdown"] = shape.good("markdown", beside: [])[0]
      try await box.result(tool, arguments)
    }
  }

  func testUpdate_whenFieldsAreEmpty_leavesThem() async throws {
    let box = try await Toolbox.withScene()
    let login: JSONObject = ["project_name": "p", "spec_name": "login"]
    var filled = login
    for name in FlexibleFields.all.map(\.name) { filled[name] = .string("The \(name).") }
    filled["additional_sections"] = ["Risks": "many", "Notes": "n"]
    let before = try await box.result("update_spec", filled)
    var empty = login
    for name in FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name) { empty[name] = "" }
    empty["additional_sections"] = ["Risks": "", "Notes": nil]
    empty["architecture"] = "\n"
    let after = try await box.result("update_spec", empty)
    XCTAssertEqual(after["changed_fields"], [])
    XCTAssertEqual(after["version"], before["version"])
    empty["architecture"] = "Three layers."
    let changed = try await box.result("update_spec", empty)
    XCTAssertEqual(changed["changed_fields"], ["architecture"])
  }

  func testText_whenAWordOrJSON_isStored() async throws {
    let box = try await Toolbox.withScene()
    let texts = ["none", "null", "undefined", "[\"a\"]", "{\"a\":1}", "40", "true", " "]
    for text in texts {
      let spec = try await box.written("update_spec", ["loop_id": "00000001", "architecture": .string(text)])
      XCTAssertEqual(spec["architecture"], .string(text))
    }
  }

  func testRequired_whenEmpty_isRefused() async throws {
    let box = try await Toolbox.withScene()
    let reply = try await box.call("create_loop", ["project_name": "", "loop_type": nil])
    XCTAssertEqual(
      try reply.violations.map { "\($0.path): \($0.problem)" }, ["project_name: blank", "loop_type: missing"])
  }

  // MARK: JSON in strings

  func testValues_whenWrittenAsJSON_areTaken() async throws {
    let box = try await Toolbox.withScene()
    try await box.result(
      "record_feedback",
      [
        "loop_id": "00000001", "critic_agent": "Spec Critic", "score": " 40 ", "assessment_summary": "[]",
        "key_issues": #"["a", "b"]"#, "recommendations": "Do it.",
      ])
    let history = try await box.result("list_history", ["loop_id": "00000001"])
    let feedback = history["feedback"]?.arrayValue?.last
    XCTAssertEqual(feedback?["score"], 40)
    XCTAssertEqual(feedback?["critic_agent"], "spec-critic")
    XCTAssertEqual(feedback?["assessment_summary"], "[]")
    XCTAssertEqual(feedback?["key_issues"], ["a", "b"])
    XCTAssertEqual(feedback?["recommendations"], ["Do it."])
    let spec = try await box.written(
      "update_spec", ["loop_id": "00000001", "additional_sections": #"{"risks":"none"}"#, "expected_version": "1.0"])
    XCTAssertEqual(spec["additional_sections"], [["name": "risks", "text": "none"]])
    let part = try await box.result("get_spec", ["loop_id": "00000001", "sections": [#"["scope"]"#]])
    XCTAssertNil(part["objectives"])
    XCTAssertEqual(part["scope"], "Web only.")
  }
}
