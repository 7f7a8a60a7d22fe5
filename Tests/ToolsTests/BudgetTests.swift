// BudgetTests: whatever is stored, no answer is longer than its budget, and all of it can be read in parts.

import JSON
import Logging
import MemoryState
import Models
import XCTest

@testable import Documents
@testable import Tools

final class BudgetTests: XCTestCase {
  /// Texts that are long in JSON: characters that are escaped, lines of every length.
  private static func text(_ bytes: Int, _ seed: Int) -> String {
    switch seed % 4 {
    case 0: return "x" + String(repeating: "\u{1}", count: bytes - 1)
    case 1: return String(repeating: "\"\\\n", count: bytes / 3)
    case 2: return String(repeating: "\u{2028}漢", count: bytes / 6)
    default: return (0..<(bytes / 64)).map { "line \($0) " + String(repeating: "é", count: 25) }.joined(separator: "\n")
    }
  }

  private func assertFits(_ reply: Reply, _ what: String, budget: Int = 262_144, line: UInt = #line) {
    XCTAssertLessThanOrEqual(reply.text.utf8.count, budget, what, line: line)
    XCTAssertLessThanOrEqual(reply.content?.text.utf8.count ?? 0, budget, what, line: line)
  }

  /// A spec that is far above the budget, with the longest names.
  private func largestSpec(_ box: Toolbox) async throws {
    var arguments: JSONObject = ["project_name": "p", "phase_name": "Large"]
    for (index, name) in (FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name)).enumerated() {
      arguments[name] = .string(Self.text(24_000, index))
    }
    arguments["additional_sections"] = .array(
      (0..<100).map { ["name": .string("\($0) " + String(repeating: "漢", count: 250)), "text": .string("t\($0)")] })
    try await box.result("create_spec", arguments)
  }

  private static let large: JSONObject = ["project_name": "p", "spec_name": "large"]

  /// Reads a document from its first line to its last.
  private func parts(_ box: Toolbox, _ tool: String, _ arguments: JSONObject) async throws -> String {
    var (text, next): (String, Int?) = ("", 1)
    while let line = next {
      var arguments = arguments
      arguments["start_line"] = JSONValue(line)
      let reply = try await box.call(tool, arguments)
      assertFits(reply, "\(tool) from \(line)")
      let content = try XCTUnwrap(reply.content, reply.text)
      text += try XCTUnwrap(content["text"]?.stringValue)
      XCTAssertEqual(content["start_line"]?.intValue, line)
      next = content["next_start_line"]?.intValue
    }
    return text
  }

  func testSpec_whenItIsTheLargest_comesInPartsThatAreTheDocument() async throws {
    let box = try Toolbox()
    try await largestSpec(box)
    let first = try await box.call("get_spec", Self.large)
    assertFits(first, "first part")
    XCTAssertNil(first.content?["scope"])
    XCTAssertEqual(first.content?["version"], 1)
    let outline = try XCTUnwrap(first.content?["outline"]?.arrayValue)
    XCTAssertEqual(outline.first?["section"], "objectives")
    let spec = try await box.state.spec(
      .named(project: Name(trusted: "p"), spec: SpecName(trusted: "large")), version: nil)
    let markdown = SpecDocument(spec).markdown
    let whole = try await parts(box, "get_spec", Self.large)
    XCTAssertTrue(whole == markdown, "\(whole.utf8.count) bytes of \(markdown.utf8.count)")
    // The outline's lines lead to the sections.
    for entry in outline.prefix(30) {
      var arguments = Self.large
      arguments["start_line"] = entry["first_line"]
      arguments["line_count"] = 1
      let content = try await box.result("get_spec", arguments)
      XCTAssertTrue(content["text"]?.stringValue?.hasPrefix("##") ?? false, "\(entry)")
    }
  }

  func testSections_whenLong_comeInPartsToo() async throws {
    let box = try Toolbox()
    try await largestSpec(box)
    var arguments = Self.large
    arguments["sections"] = ["2. Technology Stack:", "architecture"]
    let first = try await box.call("get_spec", arguments)
    assertFits(first, "sections")
    XCTAssertEqual(
      first.content?["outline"]?.arrayValue?.map { $0["section"] }, ["architecture", "technology_stack"])
    let whole = try await parts(box, "get_spec", arguments)
    XCTAssertTrue(whole.contains("### Technology Stack\n"))
    XCTAssertFalse(whole.contains("### Scope\n"))
  }

  func testSpec_whenShort_comesWholeAndLinesOnRequest() async throws {
    let box = try await Toolbox.withScene()
    let login: JSONObject = ["project_name": "p", "spec_name": "login"]
    let whole = try await box.call("get_spec", login)
    XCTAssertNil(whole.content?["outline"])
    var arguments = login
    (arguments["start_line"], arguments["line_count"]) = (3, 2)
    let part = try await box.result("get_spec", arguments)
    let lines = whole.text.split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertEqual(part["text"]?.stringValue, lines[2...3].joined(separator: "\n") + "\n")
    XCTAssertEqual(part["next_start_line"], 5)
    arguments["start_line"] = 10_000
    let reply = try await box.call("get_spec", arguments)
    XCTAssertEqual(try reply.violations.map(\.path), ["start_line"])
  }

  func testProjectDocuments_whenTheyAreTheLargest_comeInParts() async throws {
    let box = try Toolbox()
    for (tool, store, names) in [
      ("get_roadmap", "store_roadmap", RoadmapFields.all.map(\.name)),
      ("get_project_plan", "store_project_plan", ProjectPlanFields.all.map(\.name)),
    ] {
      var arguments: JSONObject = ["project_name": "p"]
      for (index, name) in names.enumerated() { arguments[name] = .string(Self.text(12_000, index)) }
      try await box.result(store, arguments)
      let first = try await box.call(tool, ["project_name": "p"])
      assertFits(first, tool)
      XCTAssertEqual(first.content?["outline"]?.arrayValue?.count, names.count, tool)
      let whole = try await parts(box, tool, ["project_name": "p"])
      XCTAssertEqual(whole.components(separatedBy: "\n## ").count - 1, names.count + 1, tool)
    }
  }

  func testDiff_whenEveryTextChanged_fitsAndTellsWhatIsLeftOut() async throws {
    let box = try Toolbox()
    try await largestSpec(box)
    var arguments = Self.large
    for (index, name) in FlexibleFields.all.map(\.name).enumerated() {
      arguments[name] = .string(Self.text(24_000, index + 1))
    }
    try await box.result("update_spec", arguments)
    var diff = Self.large
    diff["from_version"] = 1
    let reply = try await box.call("diff_spec", diff)
    assertFits(reply, "diff")
    let fields = try XCTUnwrap(reply.content?["fields"]?.arrayValue)
    XCTAssertEqual(fields.count, FlexibleFields.all.count)
    XCTAssertTrue(fields.contains { ($0["omitted_lines"]?.intValue ?? 0) > 0 })
  }

  func testLoop_whenItsWordsAreTheLargest_isReadPageByPage() async throws {
    let box = try Toolbox()
    let loop = try await box.result("create_loop", ["project_name": "p", "loop_type": "spec"])["id"]!
    for index in 0..<6 {
      try await box.result(
        "record_feedback",
        [
          "loop_id": loop, "critic_agent": "spec-critic", "score": 10, "assessment_summary": "s",
          "detailed_feedback": .string(Self.text(20_000, index)),
          "key_issues": .array((0..<4).map { .string(Self.text(10_000, $0)) }),
        ])
      try await box.result(
        "record_user_feedback", ["loop_id": loop, "feedback": .string(Self.text(100_000, index))])
    }
    var (feedback, guidance): ([Int], Int) = ([], 0)
    var arguments: JSONObject = ["loop_id": loop, "limit": 100]
    while true {
      let reply = try await box.call("list_history", arguments)
      assertFits(reply, "history")
      let page = try XCTUnwrap(reply.content)
      feedback = (page["feedback"]?.arrayValue ?? []).compactMap { $0["iteration"]?.intValue } + feedback
      guidance += page["user_feedback"]?.arrayValue?.count ?? 0
      guard let cursor = page["next_cursor"], cursor != .null else { break }
      arguments["cursor"] = cursor
    }
    XCTAssertEqual(feedback, Array(1...6))
    XCTAssertEqual(guidance, 6)
    assertFits(try await box.call("analyze_loop", ["loop_id": loop]), "analysis")
    let note = Self.text(100_000, 0)
    try await box.result("store_objective_feedback", ["loop_id": loop, "feedback": .string(note)])
    assertFits(try await box.call("get_objective_feedback", ["loop_id": loop]), "note")
    let whole = try await parts(box, "get_objective_feedback", ["loop_id": loop])
    XCTAssertTrue(whole == note)
  }

  func testLists_whenNamesAreTheLongest_endEarlyAndGoOn() async throws {
    let state = MemoryStateManager(historyLimit: 1_000)
    let registry = try ToolCatalogue.tools(
      .all, on: state, budget: AnswerBudget(bytes: AnswerBudget.minimum), logger: Logger(label: "test"))
    func call(_ tool: String, _ arguments: JSONObject) async throws -> Reply {
      try Reply(await XCTUnwrap(registry[tool]).prepare(arguments).run())
    }
    let project = JSONValue.string(String(repeating: "\u{2028}a", count: 127) + "b")
    for index in 0..<100 {
      _ = try await call("create_loop", ["project_name": project, "loop_type": "spec"])
      let phase = String(repeating: "漢", count: 250) + "\(1_000 + index)"
      let texts = FrozenFields.all.map { JSONObject.Member(key: $0.name, value: "t") }
      let names: JSONObject = ["project_name": project, "phase_name": .string(phase)]
      let spec = try await call("create_spec", JSONObject(names.members + texts))
      XCTAssertFalse(spec.isError, spec.text)
    }
    for (tool, list) in [("list_loops", "loops"), ("list_specs", "specs"), ("list_history", "history")] {
      var (count, pages) = (0, 0)
      var arguments: JSONObject = ["project_name": project, "limit": 100]
      while true {
        let reply = try await call(tool, arguments)
        assertFits(reply, tool, budget: AnswerBudget.minimum)
        count += try XCTUnwrap(reply.content?[list]?.arrayValue?.count, reply.text)
        pages += 1
        guard let cursor = reply.content?["next_cursor"], cursor != .null else { break }
        arguments["cursor"] = cursor
      }
      XCTAssertEqual(count, 100, tool)
      if tool == "list_specs" { XCTAssertGreaterThan(pages, 1, tool) }
    }
    assertFits(try await call("resume_project", ["project_name": project]), "picture", budget: AnswerBudget.minimum)
  }

  func testFailure_whenThereAreVeryManyFaults_fits() async throws {
    let box = try Toolbox()
    let unknown = JSONObject((0..<20_000).map { .init(key: "argument \($0)", value: 1) })
    assertFits(try await box.call("create_loop", unknown), "unknown arguments")
    let edits = JSONValue.array((0..<100).map { _ in ["field": .string(Self.text(300_000, 2)), "old_text": 3] })
    assertFits(
      try await box.call("update_spec", ["project_name": "p", "spec_name": "s", "edits": edits]), "edits")
  }

  func testLines_whenJoined_areTheText() {
    for text in ["", "a", "\n", "a\n", "a\n\nb", String(repeating: "é", count: 25_001) + "\nx"] {
      let lines = TextLines(Array(text.utf8))
      var (joined, next) = ("", 1)
      while next <= lines.count {
        let part = lines.part(from: next, atMost: 1, characters: 1, encodedBytes: 1)
        joined += part.text
        next += part.lines
      }
      XCTAssertEqual(joined, text)
    }
    XCTAssertEqual(TextLines(Array(String(repeating: "é", count: 25_001).utf8)).count, 3)
  }
}
