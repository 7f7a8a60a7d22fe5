// ForeignDocumentTests: documents in the shapes that people have them, each one call with the four frozen fields beside
// it, or refused with a line; what is taken keeps its texts and their order.

import JSON
import Models
import TestSupport
import XCTest

@testable import Documents
@testable import Tools

final class ForeignDocumentTests: XCTestCase {
  /// The lines that say something, without marks, white space and line ends.
  private func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      String(line.filter { !$0.isWhitespace && !"#\\=-:*_`\u{feff}".contains($0) })
    }.filter { !$0.isEmpty }
  }

  func testDocument_whenForeign_isTakenWholeOrRefusedWithALine() async throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var documents = ForeignDocuments(seed: seed)
    var taken = 0
    for index in 1...300 {
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
    XCTAssertGreaterThan(taken, 50, "seed \(seed)")
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

    let sections = (spec["additional_sections"]?.arrayValue ?? []).flatMap {
      [$0["name"]?.stringValue ?? "", $0["text"]?.stringValue ?? ""]
    }
    XCTAssertNil(ForeignOracle.misplaced(source, stored: sections.joined(separator: "\n")), told)

    var update = name
    update["markdown"] = .string(document)
    let again = try await box.result("update_spec", update)
    XCTAssertEqual(again["changed_fields"], [], told)
    let copy = try await box.written("create_spec", ["project_name": "q", "markdown": .string(document)])
    for field in SpecSections.fieldNames { XCTAssertEqual(copy[field]?.text, spec[field]?.text, told) }
  }
}
