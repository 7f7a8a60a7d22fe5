// MistakeTests: agents' mistakes, and the messages that correct them.

import JSON
import Models
import XCTest

@testable import Tools

final class MistakeTests: XCTestCase {
  private static let text = "a text that is not blank, at most 262,144 bytes of UTF-8, without U+0000"
  private static let name = "1 to 255 characters, no control characters"
  private static let loopID = "8 lowercase hex characters, as create_loop and list_loops show them"
  private static let types = "one of plan, roadmap, spec, build_plan, build_code, analyst"

  /// Expects the lines of the answer after the first, in the scene: one a violation, unless `count` says how many there
  /// are.
  private func assertTold(
    _ tool: String, _ arguments: JSONObject, count: Int? = nil, _ lines: String..., file: StaticString = #filePath,
    line: UInt = #line
  ) async throws {
    let reply = try await Toolbox.withScene().call(tool, arguments)
    let found = reply.text.split(separator: "\n").map(String.init)
    let head = lines.count == 1 ? "An argument is" : "\(count ?? lines.count) arguments are"
    XCTAssertEqual(
      found,
      ["invalid_input: \(head) not valid; nothing was done. Correct and call again."] + lines.map { "- \($0)" },
      file: file, line: line)
  }

  // MARK: Names of arguments

  func testName_whenCamelCase_isSuggested() async throws {
    try await assertTold(
      "create_loop", ["projectName": "p", "loopType": "spec"],
      "project_name: missing; got nothing; allowed: \(Self.name)",
      "loop_type: missing; got nothing; allowed: \(Self.types)",
      "projectName: unknown argument, did you mean project_name?; got \"projectName\"; "
        + "allowed: project_name, loop_type, spec_name, reviewers, idempotency_key",
      "loopType: unknown argument, did you mean loop_type?; got \"loopType\"; allowed: the names above")
  }

  func testName_whenTwoAreAlike_theMissingOneIsSuggested() async throws {
    try await assertTold(
      "create_loop", ["name": "p", "loop_type": "plan"],
      "project_name: missing; got nothing; allowed: \(Self.name)",
      "name: unknown argument, did you mean project_name?; got \"name\"; "
        + "allowed: project_name, loop_type, spec_name, reviewers, idempotency_key")
  }

  func testName_whenTheNearestIsGiven_anotherIsSuggested() async throws {
    try await assertTold(
      "create_loop", ["project_name": "p", "loop_type": "spec", "phase_name": "Login"],
      "phase_name: unknown argument, did you mean spec_name?; got \"phase_name\"; "
        + "allowed: project_name, loop_type, spec_name, reviewers, idempotency_key")
  }

  func testName_whenNothingIsAlike_isNotGuessed() async throws {
    try await assertTold(
      "get_loop", ["loop_id": "00000001", "verbose": true],
      "verbose: unknown argument; got \"verbose\"; allowed: loop_id")
  }

  func testName_whenLong_isShortened() async throws {
    let long = String(repeating: "x", count: 300)
    let shown = "\"\(String(repeating: "x", count: 60))\"… (300 bytes)"
    try await assertTold(
      "get_loop", JSONObject([.init(key: "loop_id", value: "00000001"), .init(key: long, value: 1)]),
      "\(shown): unknown argument; got \(shown); allowed: loop_id")
  }

  func testNames_whenMoreThanAHundred_areCounted() async throws {
    var arguments: JSONObject = ["loop_id": "00000001"]
    for index in 1...103 { arguments["zz\(index)"] = 1 }
    let violations = try await Toolbox.withScene().call("get_loop", arguments).violations
    XCTAssertEqual(violations.count, 101)
    XCTAssertEqual(violations.prefix(2).map(\.allowed), ["loop_id", "the names above"])
    XCTAssertEqual(violations.last?.path, "arguments")
    XCTAssertEqual(violations.last?.problem, "3 more unknown arguments")
    XCTAssertEqual(violations.last?.got, "104 arguments")
  }

  func testArguments_whenInsideAnObject_areToBeTakenOut() async throws {
    try await assertTold(
      "get_loop", ["arguments": ["loop_id": "00000001"]],
      "loop_id: missing; got nothing; allowed: \(Self.loopID)",
      "arguments: unknown argument: give its members as arguments of their own; got \"arguments\"; allowed: loop_id")
  }

  // MARK: Types

  func testObject_whenATextThatIsNone_isNamedAsOne() async throws {
    try await assertTold(
      "update_spec", ["loop_id": "00000001", "additional_sections": "Risks: many"],
      #"additional_sections: a string, not a list; got "Risks: many"; "#
        + "allowed: a list of at most 100 objects {name, text}")
  }

  func testText_whenAListOrANumber_isToBeAString() async throws {
    try await assertTold(
      "record_user_feedback", ["loop_id": 12_345_678, "feedback": ["Go on."]],
      "loop_id: not a string; got 12345678; allowed: \(Self.loopID)",
      "feedback: not a string; got a list of 1; allowed: \(Self.text)")
  }

  func testScore_whenAWordOrAShare_isToBeAWholeNumber() async throws {
    for (score, shown) in [("ninety", #""ninety""#), ("90%", #""90%""#), ("85/100", #""85/100""#)] {
      var arguments = Toolbox.feedback("00000001", score: 1)
      arguments["score"] = .string(score)
      try await assertTold(
        "record_feedback", arguments, "score: not a whole number; got \(shown); allowed: a whole number from 0 to 100")
    }
  }

  func testChoice_whenUnknown_suggestsTheNearestAndListsAll() async throws {
    let cases = [
      ("sprint", ""), ("specs", ", did you mean spec?"), ("build", ", did you mean build_code or build_plan?"),
    ]
    for (choice, question) in cases {
      try await assertTold(
        "create_loop", ["project_name": "p", "loop_type": .string(choice)],
        "loop_type: unknown value\(question); got \"\(choice)\"; allowed: \(Self.types)")
    }
  }

  // MARK: Names

  func testName_whenItTurnsTheDirectionOfText_isRefusedWhereItWouldBeStored() async throws {
    let name = "p\u{202E}q"
    let problem = "contains U+202E, which changes the direction of text"
    let told = "project_name: \(problem); got \"\(name)\"; allowed: \(Self.name)"
    try await assertTold("create_loop", ["project_name": .string(name), "loop_type": "plan"], told)
    var spec = Toolbox.spec("p", "Third\u{200F}")
    spec["additional_sections"] = ["\u{2066}Risks": "r"]
    try await assertTold(
      "create_spec", spec,
      "phase_name: contains U+200F, which changes the direction of text; got \"Third\u{200F}\"; allowed: \(Self.name)",
      "additional_sections.\"\u{2066}Risks\": not a section name; got \"\u{2066}Risks\"; allowed: \(Self.name)")
    // A project that has such a name already can be asked for.
    let reply = try await Toolbox.withScene().call("resume_project", ["project_name": .string(name)])
    XCTAssertEqual(try reply.failure?.code, .notFound, reply.text)
  }

  // MARK: Many at once

  func testViolations_whenAlike_shareALine() async throws {
    let reply = try await Toolbox().call("store_roadmap", ["project_name": "p", "roadmap_status": "approved"])
    let names = RoadmapFields.all.map(\.name)
    XCTAssertEqual(
      reply.text,
      """
      invalid_input: The first roadmap of a project needs all of its fields; nothing was stored.
      - 16 arguments are missing: \(names.joined(separator: ", ")); allowed for each: \(Self.text)
      """)
    XCTAssertEqual(try reply.violations.map(\.path), names)
    var feedback = Toolbox.feedback("00000001", score: 1, issues: ["", "a", ""])
    feedback["loop_id"] = "x"
    try await assertTold(
      "record_feedback", feedback, count: 3, "loop_id: not an id; got \"x\"; allowed: \(Self.loopID)",
      "key_issues[0], key_issues[2]: blank; got \"\"; allowed: \(Self.text)")
  }

  // MARK: Roadmaps and plans

  func testStoring_whenAFieldIsChangedInTwoWays_isRefused() async throws {
    let cases: [(String, JSONObject, String)] = [
      ("store_project_plan", ["end_users": "x", "clear_fields": ["End Users"]], "end_users: set and cleared"),
      (
        "store_roadmap", ["additional_sections": ["Risks": "x"], "remove_sections": ["Risks"]],
        #"additional_sections."Risks": set and removed"#
      ),
    ]
    for (tool, arguments, told) in cases {
      try await assertTold(
        tool, JSONObject([.init(key: "project_name", value: "p")] + arguments.members),
        "\(told) in one call; got both; allowed: one of them")
    }
  }

  func testStoring_whenAVersionIsRestoredBesideChanges_isRefused() async throws {
    try await assertTold(
      "store_project_plan", ["project_name": "p", "restore_version": 1, "project_status": "active"],
      #"project_status: given beside restore_version; got "active"; allowed: restore_version without other changes"#)
    try await assertTold(
      "store_roadmap", ["project_name": "p", "restore_version": 1, "markdown": "## Teams\nx"],
      ###"markdown: given beside restore_version; got "## Teams\nx"; allowed: restore_version without other changes"###)
  }

  func testStoring_whenAFieldToClearIsNone_offersTheClosest() async throws {
    let reply = try await Toolbox().call("store_project_plan", ["project_name": "p", "clear_fields": ["end_user"]])
    XCTAssertTrue(
      reply.text.contains("clear_fields[0]: no field, did you mean end_users?; got \"end_user\""), reply.text)
  }

  // MARK: Updates

  func testUpdate_whenAFieldIsChangedInTwoWays_isRefused() async throws {
    let edit: JSONValue = ["field": "architecture", "old_text": "a", "new_text": "b"]
    let section: JSONValue = ["field": "Risks", "old_text": "a", "new_text": "b"]
    let scope: JSONValue = ["field": "scope", "old_text": "a", "new_text": "b"]
    let cases: [(JSONObject, String)] = [
      (["architecture": "x", "clear_fields": ["Architecture"]], "architecture: set and cleared"),
      (["architecture": "x", "edits": [edit, edit]], "architecture: set and edited"),
      (["clear_fields": "architecture", "edits": edit], "architecture: cleared and edited"),
      (["scope": "x", "edits": [scope]], "scope: set and edited"),
      (
        ["additional_sections": [["name": "Risks", "text": "x"]], "remove_sections": [" Risks "]],
        #"additional_sections."Risks": set and removed"#
      ),
      (["additional_sections": ["Risks": "x"], "edits": [section]], #"additional_sections."Risks": set and edited"#),
      (["remove_sections": ["Risks"], "edits": [section]], #"additional_sections."Risks": removed and edited"#),
      (["markdown": "## Risks\nx", "remove_sections": ["Risks"]], #"additional_sections."Risks": set and removed"#),
    ]
    for (arguments, told) in cases {
      try await assertTold(
        "update_spec", JSONObject([.init(key: "loop_id", value: "00000001")] + arguments.members),
        told + " in one call; got both; allowed: one of them")
    }
  }

  func testUpdate_whenAVersionIsRestoredBesideOtherChanges_isRefused() async throws {
    let cases: [(JSONObject, String, String)] = [
      (["architecture": "x"], "architecture", #""x""#), (["spec_status": "draft"], "spec_status", #""draft""#),
      (["clear_fields": ["architecture"]], "clear_fields", "a list of 1"),
      (["markdown": "## Risks\nx"], "markdown", ###""## Risks\nx""###),
    ]
    for (arguments, path, got) in cases {
      let members = [("loop_id", "00000001"), ("restore_version", 1), ("expected_version", 2)] as [(String, JSONValue)]
      try await assertTold(
        "update_spec", JSONObject(members.map { .init(key: $0.0, value: $0.1) } + arguments.members),
        "\(path): given beside restore_version; got \(got); allowed: restore_version without other changes")
    }
  }

  func testUpdate_whenClearedByAWrongName_offersTheClosest() async throws {
    try await assertTold(
      "update_spec", ["loop_id": "00000001", "clear_fields": ["test_strategy"]],
      "clear_fields[0]: no flexible field, did you mean testing_strategy?; got \"test_strategy\"; allowed: "
        + FlexibleFieldName.allowed)
  }

  // MARK: What a call is about

  func testSpec_whenHalfNamed_tellsBothWays() async throws {
    let ways = "project_name and spec_name, or loop_id"
    try await assertTold("get_spec", ["project_name": "p"], "spec_name: missing; got nothing; allowed: \(ways)")
    try await assertTold("get_spec", ["spec_name": "login"], "project_name: missing; got nothing; allowed: \(ways)")
    try await assertTold("get_spec", [:], "project_name: not exactly one; got neither; allowed: \(ways)")
    try await assertTold(
      "update_spec", ["project_name": "p", "loop_id": "00000001"],
      "project_name: not exactly one; got both; allowed: \(ways)")
    try await assertTold(
      "update_spec", ["project_name": nil, "spec_name": "login"],
      "project_name: missing; got nothing; allowed: \(ways)")
  }

  func testHistory_whenOfNothingOrBoth_tellsBothWays() async throws {
    let ways = "project_name, or loop_id"
    try await assertTold("list_history", [:], "project_name: not exactly one; got neither; allowed: \(ways)")
    try await assertTold(
      "list_history", ["project_name": "p", "loop_id": "00000001"],
      "project_name: not exactly one; got both; allowed: \(ways)")
  }

  func testPhaseName_whenNothingIsLeftOfIt_isRefused() async throws {
    try await assertTold(
      "create_spec", Toolbox.spec("p", "!!!"),
      "phase_name: no letter or digit is left once normalised; got \"!!!\"; allowed: a name with a letter or a digit")
  }

  func testCursor_whenOfAnotherList_isRefused() async throws {
    let told = "allowed: next_cursor of this tool's last answer"
    let cases: [(String, JSONObject)] = [
      ("list_loops", ["project_name": "p", "cursor": "n1"]),
      ("list_specs", ["project_name": "p", "cursor": "n1"]),
      ("list_history", ["loop_id": "00000001", "cursor": "n1"]),
    ]
    for (tool, arguments) in cases {
      try await assertTold(tool, arguments, "cursor: not a cursor of this list; got \"n1\"; \(told)")
    }
    try await assertTold(
      "list_history", ["project_name": "p", "cursor": "h1~1"],
      "cursor: not a cursor of this list; got \"h1~1\"; \(told)")
  }

  func testSections_whenNamedByTheirHeadings_listsTheirNames() async throws {
    try await assertTold(
      "get_spec", ["loop_id": "00000001", "sections": ["scope", "Scope", "Risks"]],
      "sections: no such section; got \"Risks\"; allowed: "
        + "architecture, deliverables, dependencies, development_plan, functional_requirements, integration_context, "
        + "non_functional_requirements, objectives, research_requirements, scope, success_criteria, technology_stack, "
        + "testing_strategy")
  }
}
