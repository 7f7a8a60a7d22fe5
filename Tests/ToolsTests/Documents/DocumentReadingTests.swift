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

  private static let skeleton =
    "arguments of these names beside markdown, or the headings # NAME, ## Overview, ### Objectives, ### Scope, "
    + "### Dependencies, ### Deliverables; also ### Architecture, ### Technology Stack, ### Functional Requirements, "
    + "### Non-Functional Requirements, ### Development Plan, ### Testing Strategy, ### Research Requirements, "
    + "### Success Criteria, ### Integration Context, and sections of any other name"

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

  func testHeadings_matchFolded() async throws {
    let document = """
      # a
      ## Overview of Risks
      r
      ## 1. overview:
      ### OBJECTIVES ###
      Users sign in.
      ### 🚀 Scope
      Web only.
      ### 1.2) **Dependencies**
      None.
      ## Deliverables
      A page.
      ### Legal
      None.
      ## Implementation plan
      ### non functional requirements
      n
      ## Metadata of Ours
      m
      """
    let spec = try await create(document)
    XCTAssertEqual(spec["objectives"], "Users sign in.")
    XCTAssertEqual(spec["scope"], "Web only.")
    XCTAssertEqual(spec["dependencies"], "None.")
    XCTAssertEqual(spec["deliverables"], "A page.\n### Legal\nNone.")
    XCTAssertEqual(spec["non_functional_requirements"], "n")
    XCTAssertEqual(
      spec["additional_sections"],
      [
        ["name": "Overview of Risks", "text": "r"], ["name": "Implementation plan", "text": ""],
        ["name": "Metadata of Ours", "text": "m"],
      ])
  }

  func testHeadings_whenUnknownBesideFieldsOfTheThirdLevel_areSections() async throws {
    let spec = try await create("# a\n\(Self.overview)\n\n### Legal\n\n#### Scope\n\nNone.")
    XCTAssertEqual(spec["deliverables"], "A page.")
    XCTAssertEqual(spec["additional_sections"], [["name": "Legal", "text": "#### Scope\n\nNone."]])
  }

  func testHeadings_whenOfOtherForms_areHeadings() async throws {
    let spec = try await create(
      "Login\n=====\n\nOverview\n--------\n### Objectives ##\no\n### Scope #\ns\n### Dependencies\nd\n"
        + "### Deliverables\ne\n## C#\nsharp\nTwo\nlines\n---\nt\n")
    XCTAssertEqual(spec["phase_name"], "Login")
    XCTAssertEqual(spec["scope"], "s")
    XCTAssertEqual(
      spec["additional_sections"], [["name": "C#", "text": ""], ["name": "sharp Two lines", "text": "t"]])
  }

  func testHeadings_whenInOtherBlocks_areText() async throws {
    let list = "- ```sh\n  # make\n  ```"
    let comment = "<!--\n## Example\n\ntext\n-->\n\nreal"
    let quotation = "> ## Scope\n> x\n\n1. ### Scope\n\n    ## Scope"
    let spec = try await create(
      "# a\n\(Self.overview)\n\n## System Design\n### Architecture\n\(list)\n\n### Technology Stack\n\(quotation)\n\n"
        + "## Notes\n\n\(comment)\n\n## Risks\n")
    XCTAssertEqual(spec["architecture"], .string(list))
    XCTAssertEqual(spec["technology_stack"], .string(quotation))
    XCTAssertEqual(
      spec["additional_sections"], [["name": "Notes", "text": .string(comment)], ["name": "Risks", "text": ""]])
  }

  func testHeadings_whenInFences_areText() async throws {
    let code = "```md\n# b\n## Overview\n### Scope\n~~~\n```\n~~~~\n## c\n```\n~~~\n~~~~"
    let spec = try await create("# a\n\(Self.overview)\n\n\(code)\n\n## Risks\n\n\(code)")
    XCTAssertEqual(spec["deliverables"], .string("A page.\n\n\(code)"))
    XCTAssertEqual(spec["additional_sections"], [["name": "Risks", "text": .string(code)]])
  }

  func testHeadings_whenBehindABackslash_areText() async throws {
    let spec = try await create("# a\n\(Self.overview)\n\\## b\n\\\\## c\n\\#### d\n\\```\n## \\Overview\no")
    XCTAssertEqual(spec["deliverables"], "A page.\n## b\n\\## c\n\\#### d\n\\```")
    XCTAssertEqual(spec["additional_sections"], [["name": "Overview", "text": "o"]])
  }

  func testStatus_whenInTheMetadata_isTaken() async throws {
    let lines = [
      "- Version: 7\n- Status: in-review\n- Iteration: 3", "* **Status**: In Review", "**Status:** `in_review`",
      "Created: today\nstatus : IN-REVIEW", "### Iteration\n3\n\n### Status\n\nin review\n\n---",
      "+ **Project Name:** x\n+ **Spec Status:** in-review\n+ **Last updated:** y",
    ]
    for line in lines {
      let spec = try await create("# a\n\(Self.overview)\n\n## Metadata\n\n\(line)\n")
      XCTAssertEqual(spec["spec_status"], "in-review", line)
      XCTAssertEqual(spec["version"], 1)
      XCTAssertEqual(spec["additional_sections"], [])
    }
  }

  func testMetadata_whenSomethingElse_isRefused() async throws {
    let allowed = "allowed: Status; other text under a heading of its own"
    let statuses = "one of draft, in-review, approved, implementation-ready, in-development, completed"
    try await assertRefused(
      "# a\n\(Self.overview)\n## Metadata\nOwner: team A\n- Status: done\n### Data flow\n\nimportant\n\ntext",
      #"markdown: line 21: spec_status: unknown value; got "done"; allowed: \#(statuses)"#,
      #"markdown: line 20: no metadata of this document; got "Owner: team A"; \#(allowed)"#,
      ####"markdown: line 22: no metadata of this document; got "### Data flow"; \####(allowed)"####)
    try await assertRefused(
      "# a\n\(Self.overview)\n## Metadata\nStatus: draft\nStatus: approved",
      #"markdown: line 21: another status than in line 20; got "Status: approved"; allowed: one status"#)
  }

  func testFrontMatter_isASection_whoseStatusAndTitleCount() async throws {
    let front = "title: \"Log in\"\nstatus: In Review\n# a note\ntags:\n  - x"
    let box = try Toolbox()
    let spec = try await box.written(
      "create_spec", ["project_name": "p", "markdown": .string("---\n\(front)\n---\n\(Self.overview)")])
    XCTAssertEqual(spec["phase_name"], "Log in")
    XCTAssertEqual(spec["spec_status"], "in-review")
    XCTAssertEqual(spec["additional_sections"], [["name": "Front matter", "text": .string(front)]])
    let document = try await box.call("get_spec", ["project_name": "p", "spec_name": "log-in"]).text
    let again = try await box.result(
      "update_spec", ["project_name": "p", "spec_name": "log-in", "markdown": .string(document)])
    XCTAssertEqual(again["changed_fields"], [])
  }

  func testFrontMatter_whenItsStatusIsNone_isNoted() async throws {
    let receipt = try await Toolbox().result(
      "create_spec",
      ["project_name": "p", "markdown": .string("---\nstatus: accepted\n---\n# a\n\(Self.overview)")])
    XCTAssertEqual(receipt["spec_status"], "draft")
    XCTAssertEqual(
      receipt["notes"], [#"line 2: the front matter's status "accepted" is no status here and was not taken"#])
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

  func testText_whenWithoutAHeading_isASection() async throws {
    let spec = try await create(
      "\nBefore\n# a\n\n  About\n\n## Introduction\ni\n\(Self.overview)\n## System Design\n\n### Legal\n\nNone.\n"
        + "### Architecture\nb\n# Appendix\n## More\nm")
    XCTAssertEqual(spec["architecture"], "b")
    XCTAssertEqual(
      spec["additional_sections"],
      [
        ["name": "Preface", "text": "Before"], ["name": "Introduction (2)", "text": "  About"],
        ["name": "Introduction", "text": "i"], ["name": "System Design", "text": "### Legal\n\nNone."],
        ["name": "Appendix", "text": ""], ["name": "More", "text": "m"],
      ])
  }

  func testSection_whenCloseToAField_isNoted() async throws {
    let receipt = try await Toolbox().result(
      "create_spec",
      ["project_name": "p", "markdown": .string("# a\n\(Self.overview)\n## System Architecture\nx\n## Notes\ny")])
    XCTAssertEqual(receipt["additional_sections"], ["System Architecture", "Notes"])
    XCTAssertEqual(
      receipt["notes"],
      [
        .string(
          "line 19: ## System Architecture was kept as an additional section; if it is meant as architecture, "
            + "give that as its heading: Architecture")
      ])
  }

  func testBlocks_whenNothingClosesThem_areRefused() async throws {
    try await assertRefused(
      "# a\n## Overview\n### Objectives\n\n```\ncode\n\n### Scope\n\ns",
      "markdown: line 5: a code fence that nothing closes; got \"the rest of the document inside it\"; "
        + "allowed: a line that closes it: ```")
    try await assertRefused(
      "# a\n\(Self.overview)\n## Notes\n\n  <!-- todo\n## Risks\nr",
      "markdown: line 21: an HTML comment that nothing closes; got \"the rest of the document inside it\"; "
        + "allowed: a line that closes it: -->")
  }

  func testHeadings_whenTwice_areRefused() async throws {
    try await assertRefused(
      "# a\n\(Self.overview)\n## 2. scope:\nb\n## Risks\nc\n## Risks\nd\n## risks\ne\n## overview\n## Metadata\n## Metadata",
      ####"markdown: line 19: scope for the second time, first in line 8; got "## 2. scope:"; "####
        + "allowed: each heading once",
      ####"markdown: line 23: this section for the second time, first in line 21; got "## Risks"; "####
        + "allowed: each heading once",
      ####"markdown: line 25: this section for the second time, first in line 21; got "## risks"; "####
        + "allowed: each heading once",
      ####"markdown: line 27: the chapter overview for the second time, first in line 2; got "## overview"; "####
        + "allowed: each heading once",
      ####"markdown: line 29: the metadata for the second time, first in line 28; got "## Metadata"; "####
        + "allowed: each heading once")
  }

  func testSections_whenFoldedAlike_areRefusedWithBothLines() async throws {
    for (first, second) in [
      ("Open questions", "OPEN  Questions:"), ("1. Notes", "2.1 Notes"), ("Notes", "🚀 notes"), ("3) Notes", "Notes #"),
      ("Настройки", "НАСТРОЙКИ"),
    ] {
      let heading = JSONValue.string("## \(second)".replacing(" #", with: "")).text
      try await assertRefused(
        "# a\n\(Self.overview)\n## \(first)\nx\n## \(second)\ny",
        "markdown: line 21: this section for the second time, first in line 19; got \(heading); "
          + "allowed: each heading once")
    }
  }

  func testSections_whenTheirNamesOnlyLookAlike_areTaken() async throws {
    let names = [
      "C", "C++", "C#", "3 pigs", "4 pigs", "2024-01-05 Call", "2024-02-05 Call", "🚀", "🔥", "1.", "2.", "É", "E",
    ]
    let text = names.map { "## \($0)\nx" }.joined(separator: "\n")
    let toolbox = try Toolbox()
    let spec = try await toolbox.written(
      "create_spec", ["project_name": "p", "markdown": .string("# a\n\(Self.overview)\n\(text)")])
    XCTAssertEqual(spec["additional_sections"]?.arrayValue?.compactMap { $0["name"]?.stringValue }, names)
  }

  /// Arguments may give two such names; the document then has a backslash that reading takes away.
  func testSections_whenStoredThoughAlike_comeBack() async throws {
    let names = [
      "Notes", "notes", "\\NOTES", "1. Notes", "\\x", "x", "\\\\X", "Scope", "scope:", "\u{301}y", "\u{301}Y",
    ]
    let toolbox = try Toolbox()
    var arguments: JSONObject = ["project_name": "p", "phase_name": "a"]
    for field in FrozenFields.all { arguments[field.name] = "f" }
    arguments["additional_sections"] = .array(names.map { ["name": .string($0), "text": .string("of \($0)")] })
    let spec = try await toolbox.written("create_spec", arguments)
    let document = try await toolbox.call("get_spec", ["project_name": "p", "spec_name": "a"]).text
    let copy = try await toolbox.written("create_spec", ["project_name": "q", "markdown": .string(document)])
    XCTAssertEqual(copy["additional_sections"], spec["additional_sections"])
    let part = try await toolbox.result(
      "get_spec", ["project_name": "p", "spec_name": "a", "sections": ["notes"]])
    XCTAssertEqual(part["additional_sections"], [["name": "notes", "text": "of notes"]])
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
    let lines = "y\n" + String(repeating: "\n", count: 200_000) + "x"
    var length = 0
    let duration = ContinuousClock().measure {
      length = SpecDocument.form.read("# a\n## Risks\n" + lines).arguments["additional_sections"]!.text.utf8.count
    }
    XCTAssertEqual(length, #"[{"name":"Risks","text":"yx"}]"#.utf8.count + 2 * 200_001)
    XCTAssertLessThan(duration, .seconds(5))
  }

  func testFields_whenMissingOrBlank_areRefused() async throws {
    try await assertRefused(
      "## Overview\n### Objectives\n\n \n### Scope\n\n### Dependencies\nd\n## Deliverable\nx",
      "markdown: missing: phase_name (the title), scope (line 5 has no text below it), "
        + "deliverables (close is line 9: ## Deliverable); got no text for them; allowed: \(Self.skeleton)",
      #"markdown: line 2: objectives: blank; got " "; allowed: \#(Toolbox.textRule)"#)
  }

  func testDocument_whenBlank_isRefused() async throws {
    let reply = try await Toolbox().call("create_spec", ["project_name": "p", "markdown": " \n"])
    XCTAssertEqual(try reply.violations.last?.path, "markdown")
    XCTAssertEqual(try reply.violations.last?.problem, "blank")
  }

  func testFields_whenBesideTheDocument_beatIt() async throws {
    let arguments: JSONObject = [
      "project_name": "p", "markdown": .string("# a\n\(Self.overview)\n## Risks\nr\n## Notes\nn"), "scope": "s",
      "additional_sections": [["name": "Risks", "text": "many"], ["name": "Costs", "text": "c"]], "architecture": nil,
    ]
    let spec = try await Toolbox().written("create_spec", arguments)
    XCTAssertEqual(spec["scope"], "s")
    XCTAssertEqual(spec["objectives"], "Users sign in.")
    XCTAssertEqual(
      spec["additional_sections"],
      [["name": "Risks", "text": "many"], ["name": "Notes", "text": "n"], ["name": "Costs", "text": "c"]])
  }

  func testDocument_whenForeign_isOneCallWithTheFrozenFieldsBeside() async throws {
    let documents = [
      "no heading at all", "## Why\n\nbecause\n\n## What Changes\n- x",
      "intro\n\n# Title\n\n**Status**: Draft\n\n## A\n\n## B\nb",
      "---\ntags: [x]\n---\n\n# ADR 1\n\n## Status\n\nAccepted\n\n## Context\n\n### Scope of it\n",
    ]
    for document in documents {
      var arguments: JSONObject = ["project_name": "p", "phase_name": "a", "markdown": .string(document)]
      for field in FrozenFields.all { arguments[field.name] = "x" }
      let spec = try await Toolbox().written("create_spec", arguments)
      XCTAssertEqual(spec["phase_name"], "a", document)
      XCTAssertNotEqual(spec["additional_sections"], [], document)
    }
  }
}
