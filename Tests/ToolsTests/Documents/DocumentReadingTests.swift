// DocumentReadingTests: documents written by hand; what is taken, and what is refused in which words.

import JSON
import Models
import XCTest

@testable import Documents
@testable import Tools

final class DocumentReadingTests: XCTestCase {
  private static let overview = """
    ## Overview

    ### Objectives

    Users sign in.

    ### Scope

    Web only.

    ### Dependencies

    None.

    ### Deliverables

    A page.
    """

  private static let fieldTitles =
    "Architecture, Deliverables, Dependencies, Development Plan, Functional Requirements, Integration Context, "
    + "Non-Functional Requirements, Objectives, Research Requirements, Scope, Success Criteria, Technology Stack, "
    + "Testing Strategy"
  private static let text = "a text that is not blank, at most 262,144 bytes of UTF-8, without U+0000"

  /// Expects the lines of the answer after the first.
  private func assertTold(
    _ reply: Reply, _ lines: [String], file: StaticString = #filePath, line: UInt = #line
  ) {
    let head = lines.count == 1 ? "An argument is" : "\(lines.count) arguments are"
    XCTAssertEqual(
      reply.text.split(separator: "\n").map(String.init),
      ["invalid_input: \(head) not valid; nothing was done. Correct and call again."] + lines.map { "- \($0)" },
      file: file, line: line)
  }

  private func assertRefused(
    _ markdown: String, _ lines: String..., file: StaticString = #filePath, line: UInt = #line
  ) async throws {
    let reply = try await Toolbox().call("create_spec", ["project_name": "p", "markdown": .string(markdown)])
    assertTold(reply, lines, file: file, line: line)
  }

  private func create(_ markdown: String) async throws -> JSONValue {
    try await Toolbox().written("create_spec", ["project_name": "p", "markdown": .string(markdown)])
  }

  // MARK: Taken

  func testSpec_whenWrittenByHand_isTaken() async throws {
    let spec = try await create(
      """
      \u{feff}
      # User Login
      ## Overview
      ### Objectives
      Users sign in.

      - fast
      ### Scope
      Web only.


      ###   Dependencies\u{20}

      None.
      ### Deliverables
      A page.
      ## Risks
      Many.
      ### Legal
      None.
      """)
    XCTAssertEqual(spec["phase_name"], "User Login")
    XCTAssertEqual(spec["spec_name"], "user-login")
    XCTAssertEqual(spec["objectives"], "Users sign in.\n\n- fast")
    XCTAssertEqual(spec["scope"], "Web only.")
    XCTAssertEqual(spec["dependencies"], "None.")
    XCTAssertEqual(spec["deliverables"], "A page.")
    XCTAssertEqual(spec["additional_sections"], [["name": "Risks", "text": "Many.\n### Legal\nNone."]])
    XCTAssertEqual(spec["spec_status"], "draft")
  }

  func testSpec_whenAFieldIsInAnotherChapter_isTaken() async throws {
    let spec = try await create("# a\n\(Self.overview)\n### Architecture\n\nOne service.")
    XCTAssertEqual(spec["architecture"], "One service.")
  }

  func testHeadings_matchExactly() async throws {
    let spec = try await create(
      """
      # a
      ## Overview of Risks
      r
      \(Self.overview)
      ## Implementation
      ### Non-Functional Requirements
      n
      ### Functional Requirements
      f
      ## overview
      o
      ## Metadata of Ours
      m
      """)
    XCTAssertEqual(spec["non_functional_requirements"], "n")
    XCTAssertEqual(spec["functional_requirements"], "f")
    XCTAssertEqual(
      spec["additional_sections"],
      [
        ["name": "Overview of Risks", "text": "r"], ["name": "overview", "text": "o"],
        ["name": "Metadata of Ours", "text": "m"],
      ])
  }

  func testHeadings_whenUnknownOfTheThirdLevel_areText() async throws {
    let spec = try await create("# a\n\(Self.overview)\n\n### Legal\n\n#### Scope\n\nNone.")
    XCTAssertEqual(spec["deliverables"], "A page.\n\n### Legal\n\n#### Scope\n\nNone.")
  }

  func testHeadings_whenInFences_areText() async throws {
    let code = "```md\n# b\n## Overview\n### Scope\n~~~\n```\n~~~~\n## c\n```\n~~~\n~~~~"
    let spec = try await create("# a\n\(Self.overview)\n\n\(code)\n\n## Risks\n\n\(code)")
    XCTAssertEqual(spec["deliverables"], .string("A page.\n\n\(code)"))
    XCTAssertEqual(spec["additional_sections"], [["name": "Risks", "text": .string(code)]])
  }

  func testHeadings_whenBehindABackslash_areText() async throws {
    let spec = try await create("# a\n\(Self.overview)\n\\## b\n\\\\## c\n\\#### d\n\\```\n## \\Overview\no")
    XCTAssertEqual(spec["deliverables"], "A page.\n## b\n\\## c\n\\#### d\n```")
    XCTAssertEqual(spec["additional_sections"], [["name": "Overview", "text": "o"]])
  }

  func testStatus_whenInTheMetadata_isTaken() async throws {
    let document = "# a\n\(Self.overview)\n\n## Metadata\n\n- Version: 7\n- Status: approved\n- Iteration: 3\n"
    let spec = try await create(document)
    XCTAssertEqual(spec["spec_status"], "approved")
    XCTAssertEqual(spec["version"], 1)
    XCTAssertEqual(spec["additional_sections"], [])
  }

  func testArguments_whenBesideTheDocument_beatIt() async throws {
    let document = "# a\n\(Self.overview)\n\n## Metadata\n\n- Status: approved\n"
    let spec = try await Toolbox().result(
      "create_spec",
      ["project_name": "p", "phase_name": "B", "spec_status": "in-review", "markdown": .string(document)])
    XCTAssertEqual(spec["spec_status"], "in-review")
    XCTAssertEqual(spec["phase_name"], "B")
  }

  // MARK: Refused

  func testText_whenWhereNoneMayStand_isRefused() async throws {
    try await assertRefused(
      "\nIntro\nmore\n# a\n\n  About\n\n\(Self.overview)\n## System Design\n\n### Legal\n\nNone.\n### Architecture\nb",
      ####"markdown: line 2: text before the title; got "Intro"; allowed: a title as the first line"####,
      ####"markdown: line 6: text between the title and the first section; got "  About"; "####
        + "allowed: sections alone below the title",
      ####"markdown: line 27: text between a chapter's heading and its first section; got "### Legal"; "####
        + "allowed: text below a third-level heading: \(Self.fieldTitles)")
  }

  func testHeadings_whenTwice_areRefused() async throws {
    try await assertRefused(
      "# a\n\(Self.overview)\n### Scope\nb\n## Risks\nc\n## Risks\nd\n# a\n## Overview\n## Metadata\n## Metadata",
      ####"markdown: line 19: a second section of this name; got "### Scope"; allowed: each section once"####,
      ####"markdown: line 23: a second section of this name; got "## Risks"; allowed: each section once"####,
      ####"markdown: line 25: a second title; got "# a"; allowed: one first-level heading"####,
      ####"markdown: line 26: a second section of this name; got "## Overview"; allowed: each section once"####,
      ####"markdown: line 28: a second section of this name; got "## Metadata"; allowed: each section once"####)
  }

  func testHeadings_whenManyAreRefused_areCounted() async throws {
    let again = String(repeating: "## Overview\n", count: 50_000)
    let violations = try await Toolbox().call(
      "create_spec", ["project_name": "p", "markdown": .string("# a\n\(Self.overview)\n\(again)")]
    ).violations
    XCTAssertEqual(violations.count, 101)
    XCTAssertEqual(violations.last?.problem, "49900 more faults")
    XCTAssertEqual(violations.last?.got, "50000 faults")
  }

  func testSections_whenTooMany_areRefusedQuickly() async throws {
    let sections = (1...50_000).map { "## s\($0)\nx" }.joined(separator: "\n")
    try await assertRefused(
      "# a\n\(Self.overview)\n\(sections)",
      "additional_sections: too many; got a list of 101; allowed: a list of at most 100 objects {name, text}")
  }

  func testDocument_whenOfManyLines_isReadQuickly() {
    let lines = String(repeating: "\n", count: 200_000) + "x"
    var length = 0
    let duration = ContinuousClock().measure {
      length = SpecDocument.form.read("# a\n## Risks\n" + lines).arguments["additional_sections"]!.text.utf8.count
    }
    XCTAssertEqual(length, #"[{"name":"Risks","text":"x"}]"#.utf8.count + 2 * 199_999)
    XCTAssertLessThan(duration, .seconds(5))
  }

  func testFields_whenMissingOrBlank_areRefused() async throws {
    try await assertRefused(
      "## Overview\n### Objectives\n\n \n### Scope\ns\n### Dependencies\nd\n## Metadata\n- Status: done",
      "phase_name: missing; got nothing; allowed: 1 to 255 characters, no control characters",
      #"objectives: blank; got " "; allowed: \#(Self.text)"#,
      "deliverables: missing; got nothing; allowed: \(Self.text)",
      #"spec_status: unknown value; got "done"; "#
        + "allowed: one of draft, in-review, approved, implementation-ready, in-development, completed")
  }

  func testDocument_whenBlank_isRefused() async throws {
    let reply = try await Toolbox().call("create_spec", ["project_name": "p", "markdown": " \n"])
    XCTAssertEqual(try reply.violations.last?.path, "markdown")
    XCTAssertEqual(try reply.violations.last?.problem, "blank")
  }

  func testFields_whenBesideTheDocument_areRefused() async throws {
    let arguments: JSONObject = [
      "project_name": "p", "markdown": .string("# a\n\(Self.overview)"), "scope": "s",
      "additional_sections": ["a": "b"],
      "architecture": nil,
    ]
    let allowed = "allowed: either markdown, or the fields one by one"
    assertTold(
      try await Toolbox().call("create_spec", arguments),
      [
        #"scope: given beside markdown; got "s"; \#(allowed)"#,
        "additional_sections: given beside markdown; got an object of 1; \(allowed)",
      ])
  }

  // MARK: Updates

  /// A spec a of project p with an architecture, a development plan, and two sections.
  private func scene() async throws -> Toolbox {
    let box = try Toolbox()
    try await box.result(
      "create_spec",
      [
        "project_name": "p", "phase_name": "User Login", "objectives": "o", "scope": "s", "dependencies": "d",
        "deliverables": "e", "architecture": "One service.", "development_plan": "Soon.",
        "additional_sections": ["Risks": "r", "Notes": "n"],
      ])
    return box
  }

  private func update(_ box: Toolbox, _ markdown: String, _ others: JSONObject = [:]) async throws -> Reply {
    let arguments: JSONObject = ["project_name": "p", "spec_name": "user-login", "markdown": .string(markdown)]
    return try await box.call("update_spec", JSONObject(arguments.members + others.members))
  }

  func testUpdate_whenSectionsAreLeftOut_leavesThem() async throws {
    let box = try await scene()
    let reply = try await update(box, "## System Design\n### Architecture\nTwo services.\n## Plan\nx")
    XCTAssertEqual(reply.content?["changed_fields"], ["architecture", "additional_sections"])
    let spec = try await box.result("get_spec", ["project_name": "p", "spec_name": "user-login"])
    XCTAssertEqual(spec["development_plan"], "Soon.")
    XCTAssertEqual(
      spec["additional_sections"],
      [["name": "Risks", "text": "r"], ["name": "Notes", "text": "n"], ["name": "Plan", "text": "x"]])
  }

  func testUpdate_whenSectionsAreEmpty_leavesThem() async throws {
    let box = try await scene()
    let reply = try await update(box, "# User Login\n## System Design\n### Architecture\n\n## Notes\n")
    XCTAssertEqual(reply.content?["changed_fields"], [])
    let spec = try await box.result("get_spec", ["project_name": "p", "spec_name": "user-login"])
    XCTAssertEqual(spec["architecture"], "One service.")
    XCTAssertEqual(spec["additional_sections"], [["name": "Risks", "text": "r"], ["name": "Notes", "text": "n"]])
  }

  func testUpdate_whenAPartOfTheDocument_changesNothingElse() async throws {
    let box = try await scene()
    let part = try await box.call(
      "get_spec", ["project_name": "p", "spec_name": "user-login", "sections": ["scope", "architecture", "Notes"]])
    let reply = try await update(box, part.text.replacing("One service.", with: "Two services."))
    XCTAssertEqual(reply.content?["changed_fields"], ["architecture"])
  }

  func testUpdate_whenTitledAsAnotherSpec_isRefused() async throws {
    let reply = try await update(try await scene(), "# Technical Specification: Logout\n## Risks\nmany")
    XCTAssertEqual(
      reply.text,
      """
      invalid_input: phase_name may change only to one that stands for the same spec.
      - phase_name: names another spec; got "Logout"; allowed: a name that normalises to user-login
      """)
    let renamed = try await update(try await scene(), "# USER login")
    XCTAssertEqual(renamed.content?["changed_fields"], ["phase_name"])
  }

  func testUpdate_whenAFrozenSectionDiffers_isRefused() async throws {
    let reply = try await update(try await scene(), "## Overview\n### Scope\nmore\n### Objectives\n\no\n\n")
    XCTAssertEqual(try reply.failure?.code, .frozenField)
    XCTAssertEqual(try reply.failure?.details.map(\.path), ["scope"])
  }

  func testUpdate_whenTheVersionIsAnother_isAConflict() async throws {
    let reply = try await update(try await scene(), "## Risks\nmany", ["expected_version": 2])
    XCTAssertEqual(try reply.failure?.code, .conflict)
  }

  // MARK: Roadmaps and plans

  private func document<Fields: FieldGroup>(_ title: String, _ fields: Fields.Type) -> String {
    ([title] + Fields.all.map { "## \($0.title)\n\($0.name)" }).joined(separator: "\n")
  }

  private func store(_ tool: String, _ markdown: String, _ others: JSONObject = [:]) async throws -> Reply {
    let arguments: JSONObject = ["project_name": "p", "markdown": .string(markdown)]
    return try await Toolbox().call(tool, JSONObject(arguments.members + others.members))
  }

  func testRoadmap_whenWrittenByHand_isTaken() async throws {
    let titles: [(String, JSONValue)] = [
      ("", .null), ("# Roadmap", .null), ("# Roadmap: To Sea", "To Sea"), ("# To Sea", "To Sea"),
    ]
    for (title, expected) in titles {
      let metadata = "## Specs\nany\n### thing\n## Metadata\n- Status: approved"
      let markdown = document(title, RoadmapFields.self) + "\n" + metadata
      let roadmap = try await Toolbox().written(
        "store_roadmap", ["project_name": "p", "markdown": .string(markdown)])
      XCTAssertEqual(roadmap["roadmap_title"], expected, title)
      XCTAssertEqual(roadmap["roadmap_status"], "approved")
      for field in RoadmapFields.all { XCTAssertEqual(roadmap[field.name], .string(field.name)) }
    }
  }

  func testRoadmap_whenArgumentsAreBesideTheDocument_theyBeatIt() async throws {
    let markdown = document("# Roadmap: a", RoadmapFields.self) + "\n## Metadata\n- Status: approved"
    let reply = try await store("store_roadmap", markdown, ["roadmap_title": "b", "roadmap_status": "blocked"])
    XCTAssertEqual(reply.content?["roadmap_title"], "b")
    XCTAssertEqual(reply.content?["roadmap_status"], "blocked")
  }

  func testRoadmap_whenAnythingIsWrong_isRefusedAtOnce() async throws {
    let markdown =
      "Intro\n" + document("# Roadmap", RoadmapFields.self).replacing("## Team Size\nteam_size\n", with: "")
      + "\n## Teams\nx\n## Key Risks\ny\n# Roadmap\nz\n## Metadata\n- Status: done\n## Metadata"
    let sections = RoadmapFields.all.map(\.title).joined(separator: ", ")
    assertTold(
      try await store("store_roadmap", markdown, ["key_risks": "k"]),
      [
        "team_size: missing; got nothing; allowed: \(Self.text)",
        #"roadmap_status: unknown value; got "done"; "#
          + "allowed: one of draft, in-review, approved, in-progress, completed, blocked",
        #"key_risks: given beside markdown; got "k"; allowed: either markdown, or the fields one by one"#,
        ####"markdown: line 1: text before the title; got "Intro"; allowed: a title as the first line"####,
        ####"markdown: line 33: no section of this document; got "## Teams"; allowed: the sections \####(sections)"####,
        ####"markdown: line 35: a second section of this name; got "## Key Risks"; allowed: each section once"####,
        ####"markdown: line 38: text between the title and the first section; got "z"; "####
          + "allowed: sections alone below the title",
        ####"markdown: line 37: a second title; got "# Roadmap"; allowed: one first-level heading"####,
        ####"markdown: line 41: a second section of this name; got "## Metadata"; allowed: each section once"####,
      ])
  }

  func testPlan_whenWrittenByHand_isTaken() async throws {
    for title in ["", "# Project Plan", "# Project Plan: p", "# p"] {
      let reply = try await store("store_project_plan", document(title, ProjectPlanFields.self))
      XCTAssertEqual(reply.content?["project_status"], "draft", reply.text)
      XCTAssertEqual(reply.content?["project_name"], "p")
    }
  }

  func testPlan_whenItsTitleAloneNamesTheProject_isRefused() async throws {
    let markdown = document("# Project Plan: p", ProjectPlanFields.self)
    assertTold(
      try await Toolbox().call("store_project_plan", ["markdown": .string(markdown)]),
      ["project_name: missing; got nothing; allowed: 1 to 255 characters, no control characters"])
  }

  func testPlan_whenTitledAsAnotherProjects_isRefused() async throws {
    assertTold(
      try await store("store_project_plan", document("# Project Plan: q", ProjectPlanFields.self)),
      [#"markdown: titled as another project's plan; got "q"; allowed: a title with p"#])
  }
}
