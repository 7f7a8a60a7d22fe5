// ForeignDocumentTests: documents in the shapes that people have them, each one call with the four frozen fields beside
// it, or refused with a line; what is taken keeps its texts and their order.

import JSON
import Models
import TestSupport
import XCTest

@testable import Documents
@testable import Tools

/// Makes documents of the shapes that specs, proposals and notes have.
private struct ForeignDocuments {
  var generator: SplitMix64

  private static let headings = [
    "Why", "What Changes", "Impact", "Purpose", "Requirements", "User Scenarios & Testing",
    "Success Criteria *(mandatory)*",
    "Context", "Decision", "Consequences", "1. Introduction", "2. Goals", "2.1 Scope", "3) Out of scope",
    "Architecture:",
    "System design", "Overview", "Overview", "Tech stack 🚀", "🎯 Objectives", "背景", "要件", "Контекст", "Ziele",
    "Périmètre",
    "المتطلبات", "הקשר", "उद्देश्य", "배경", "บริบท", "Notes #", "C#", "Metadata", "Status", "Tasks", "Phase 1: Setup",
    "Open Questions?", "**Bold**", "`code`", "[Link](https://x)", "", "Introduction", "Preface",
  ]
  private static let bodies = [
    "A paragraph.\nIts second line.", "- [ ] T001 do\n- [x] T002 done\n  - more\n\n    text in it",
    "| a | b |\n|---|---|\n| # | ## |", "```swift\n# not a heading\n## nor this\n```", "- ```sh\n  # make\n  ```",
    "<!-- ## Template\n\nnote -->", "> ## quoted\n> text", "---", "#### Deep\n\ntext\n\n### Third\n\nmore",
    "    # indented code",
    "<details>\n<summary>x</summary>\n\n## inside\n\n</details>", "1. one\n2. two", "**Status**: Draft\n**Owner**: x",
    "日本語の文章。", "Текст.", "نص عربي", "टेक्स्ट", "", "", "\tTabbed", "* * *", "~~~\n```\n~~~", "[a]: https://x \"t\"",
    "Line with trailing spaces  \nand more", "```\nnever closed", "<!-- never closed", "Under\n-----\n\nlined",
    "\\# escaped",
  ]
  private static let starts = [
    "", "", "", "---\ntitle: A title\nstatus: approved\n---\n\n", "---\ntags: [a, b]\n# comment\n---\n",
    "Some text first.\n\n",
    "\u{feff}", "<!-- license -->\n\n", "[![badge](x)](y)\n\n", "---\n\n",
  ]
  private static let titles = [
    "# A Title\n\n", "# Feature Specification: Login\n\n", "# ADR-001: Use Swift\n\nProposed\n\n", "Title\n=====\n\n",
    "", "",
    "# Phase: One\n\n**Feature**: 1\n\n",
  ]

  mutating func document() -> String {
    var text = Self.starts.randomElement(using: &generator)! + Self.titles.randomElement(using: &generator)!
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      let level = [1, 2, 2, 2, 2, 3, 3, 4].randomElement(using: &generator)!
      text += String(repeating: "#", count: level) + " " + Self.headings.randomElement(using: &generator)! + "\n"
      if Bool.random(using: &generator) { text += "\n" }
      text += Self.bodies.randomElement(using: &generator)! + "\n\n"
    }
    return Bool.random(using: &generator) ? text : text.replacing("\n", with: "\r\n")
  }
}

final class ForeignDocumentTests: XCTestCase {
  /// The lines that say something, without marks, white space and line ends.
  private func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      String(line.filter { !$0.isWhitespace && !"#\\=-:*_`\u{feff}".contains($0) })
    }.filter { !$0.isEmpty }
  }

  func testDocument_whenForeign_isTakenWholeOrRefusedWithALine() async throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var documents = ForeignDocuments(generator: SplitMix64(seed: seed))
    var taken = 0
    for index in 1...600 {
      let source = documents.document()
      guard source.contains(where: { !$0.isWhitespace && $0 != "\u{feff}" }) else { continue }
      let told = "seed \(seed), \(index): \(source.debugDescription)"
      let box = try Toolbox()
      var arguments: JSONObject = ["project_name": "p", "phase_name": "Login", "markdown": .string(source)]
      for field in FrozenFields.all { arguments[field.name] = .string("the \(field.name)") }
      let reply = try await box.call("create_spec", arguments)
      guard reply.content != nil else {
        let violations = try reply.violations
        XCTAssertFalse(violations.isEmpty, told)
        for violation in violations { XCTAssertTrue(violation.problem.contains("line "), "\(told): \(violation)") }
        continue
      }
      taken += 1
      try await assertKept(source, in: box, told)
    }
    XCTAssertGreaterThan(taken, 100, "seed \(seed)")
  }

  private func assertKept(_ source: String, in box: Toolbox, _ told: String) async throws {
    let name: JSONObject = ["project_name": "p", "spec_name": "login"]
    let spec = try await box.result("get_spec", name)
    let document = try await box.call("get_spec", name).text

    // Fields beside the document beat its own; the title gives way to the phase's name.
    let texts = Set(lines(document))
    let reading = SpecDocument.form.read(source)
    let beaten = FrozenFields.all.compactMap { reading.arguments[$0.name]?.stringValue }.flatMap(lines)
    let known = texts.union(beaten).union(lines(reading.arguments["phase_name"]?.stringValue ?? ""))
    // What else may be missing are the title and the headings of fields and chapters in the words of the source.
    let outline = MarkdownOutline(Array(source.replacing("\u{feff}", with: "").normalizedForDocument.utf8)) {
      level, _, _ in level <= 3
    }
    let others = Set(reading.others.map(\.heading).flatMap(lines))
    let headings = Set(outline.sections.map(\.title).flatMap(lines)).subtracting(others)
    for line in lines(source) where !known.contains(line) {
      XCTAssertTrue(headings.contains(line), "\(told): \(line)")
    }

    var update = name
    update["markdown"] = .string(document)
    let again = try await box.result("update_spec", update)
    XCTAssertEqual(again["changed_fields"], [], told)
    let copy = try await box.written("create_spec", ["project_name": "q", "markdown": .string(document)])
    for field in SpecSections.fieldNames { XCTAssertEqual(copy[field]?.text, spec[field]?.text, told) }
  }
}
