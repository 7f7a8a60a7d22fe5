// SpecDocumentOutlineTests: whole documents of nasty texts and names: cmark sees the headings that we meant, and what is
// read is what was written.

import JSON
import Models
import TestSupport
import XCTest

@testable import Documents

final class SpecDocumentOutlineTests: XCTestCase {
  private static let time = Timestamp(microseconds: 1_800_000_000_000_001)

  private func spec(_ markdown: inout NastyMarkdown) -> Spec {
    func text() -> String {
      let text = markdown.text()
      return text.contains { !$0.isWhitespace } ? text : "x"
    }
    var flexible = FlexibleFields()
    for field in FlexibleFields.all where markdown.below(3) > 0 {
      let text = markdown.text()
      if !text.isEmpty { flexible[keyPath: field.path] = FlexibleText(trusted: text) }
    }
    var sections = AdditionalSections()
    for _ in 0..<markdown.below(6) {
      guard case .success(let name) = Name.check(markdown.name()) else { continue }
      sections[Name(trusted: name)] = FlexibleText(trusted: markdown.text())
    }
    let phase = Name(trusted: (try? Name.check(markdown.name() + " q").get()) ?? "q")
    let frozen = FrozenFields(
      objectives: Text(trusted: text()), scope: Text(trusted: text()), dependencies: Text(trusted: text()),
      deliverables: Text(trusted: text()))
    let draft = SpecDraft(
      projectName: Name(trusted: "p"), phaseName: phase, frozen: frozen, flexible: flexible,
      additionalSections: sections, specStatus: .approved)
    return Spec(draft!, id: SpecID(trusted: "0123abef"), createdAt: Self.time)
  }

  /// The arguments that the document of a spec stands for.
  private func arguments(_ spec: Spec) throws -> JSONValue {
    let tree = try JSONModelEncoder.tree(spec).objectValue!
    let others: Set = [
      "id", "project_name", "spec_name", "iteration", "version", "created_at", "updated_at",
    ]
    return .object(
      JSONObject(
        tree.members.filter { !others.contains($0.key) && $0.value != .null && $0.value != [] }.sorted {
          $0.key < $1.key
        }))
  }

  /// The second-level headings that the document should have, and those of fields.
  private func outline(_ spec: Spec) -> [String] {
    var outline = ["# Technical Specification: \(spec.phaseName)", "## Overview"]
    outline += FrozenFields.all.map { "### \($0.title)" }
    let chapters = [("System Design", 0..<2), ("Implementation", 2..<6), ("Additional Details", 6..<9)]
    for (title, range) in chapters {
      let fields = FlexibleFields.all[range].filter { spec.flexible[keyPath: $0.path] != nil }
      if !fields.isEmpty { outline += ["## \(title)"] + fields.map { "### \($0.title)" } }
    }
    return outline + spec.additionalSections.names.map { "## \($0)" } + ["## Metadata"]
  }

  func testSpec_whenNasty_hasTheOutlineThatWasMeant() throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var markdown = NastyMarkdown(seed: seed)
    for index in 1...500 {
      let spec = spec(&markdown)
      let document = SpecDocument(spec).markdown
      let told = "seed \(seed), \(index): \(document.debugDescription)"
      let reading = SpecDocument.form.read(document)
      XCTAssertEqual(reading.violations, [], told)
      let read = JSONValue.object(JSONObject(reading.arguments.members.sorted { $0.key < $1.key }))
      XCTAssertEqual(Array(read.text.utf8), Array(try arguments(spec).text.utf8), told)
      // Third-level headings of sections' own texts stand among the fields'.
      let fields = Set((FrozenFields.all.map(\.title) + FlexibleFields.all.map(\.title)).map { "### \($0)" })
      let rendered = OutlineOracle.headings(of: document, upTo: 3).filter { $0.level < 3 || fields.contains("\($0)") }
      // Names are Markdown, too, in which marks do not show: only plain ones are compared word by word.
      XCTAssertEqual(rendered.map(\.level), outline(spec).map { $0.prefix { $0 == "#" }.count }, told)
      for (heading, meant) in zip(rendered, outline(spec)) where meant.allSatisfy({ $0.isLetter || "# :".contains($0) })
      {
        // The backslash before a section that is called like a part.
        XCTAssertEqual("\(heading)".replacing("\\", with: ""), meant, told)
      }
    }
  }
}
