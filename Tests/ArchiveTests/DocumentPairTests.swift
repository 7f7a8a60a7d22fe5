// DocumentPairTests: every text comes back from its files to the byte, by the document or by the JSON beside it.

import JSON
import Models
import State
import TestSupport
import XCTest

@testable import Archive

final class DocumentPairTests: XCTestCase {
  private static let project = Name(trusted: "shop")
  private static let time = Timestamp(microseconds: 1_800_000_000_000_001)

  /// A spec whose texts are all `text`, with sections of these names.
  private func spec(_ text: String, phase: String = "Login", sections: [String] = []) throws -> ArchivedSpec {
    var flexible = FlexibleFields()
    for field in FlexibleFields.all.dropLast() { flexible[keyPath: field.path] = FlexibleText(trusted: text) }
    let phase = Name(trusted: phase)
    let frozen = FrozenFields(
      objectives: Text(trusted: text), scope: "s", dependencies: Text(trusted: "d\(text)d"), deliverables: "e")
    let spec = Spec(
      id: SpecID(trusted: "0123abcd"), projectName: Self.project, specName: try XCTUnwrap(SpecName(phase: phase)),
      phaseName: phase, frozen: frozen, flexible: flexible,
      additionalSections: AdditionalSections(
        sections.map { .init(name: Name(trusted: $0), text: FlexibleText(trusted: text)) }),
      iteration: 2, version: 3, specStatus: .inReview, createdAt: Self.time, updatedAt: Self.time)
    return ArchivedSpec(spec: spec, changedFields: ["architecture"])
  }

  private func assertComesBack(_ record: ArchivedSpec, file: StaticString = #filePath, line: UInt = #line) {
    var problems = Problems()
    let pair = record.pair
    let read = ArchivedSpec(
      markdown: pair.markdown, json: pair.json, project: Self.project, path: "p", problems: &problems)
    XCTAssertEqual(problems.violations, [], pair.markdown, file: file, line: line)
    XCTAssertEqual(read, record, file: file, line: line)
    let old = record.versionPair
    let version = ArchivedSpec(
      markdown: old.markdown, json: old.json, version: 3, of: record.spec, path: "p", problems: &problems)
    XCTAssertEqual(problems.violations, [], old.markdown, file: file, line: line)
    XCTAssertEqual(version, record, file: file, line: line)
  }

  func testSpec_whenPlain_hasNothingExact() throws {
    let pair = try spec("one\n\ntwo", sections: ["Risks"]).pair
    XCTAssertEqual(
      pair.json.keys, ["id", "spec_name", "iteration", "version", "created_at", "updated_at", "changed_fields"])
    XCTAssertTrue(pair.markdown.hasPrefix("# Technical Specification: Login\n\n## Overview\n\n### Objectives\n\none\n"))
  }

  func testSpec_whenTextsAreNotAsDocumentsHoldThem_comesBack() throws {
    for text in ["a\r\nb", "a\n", "\na\n\n", "\r", "a\r", " a ", "\t", "# x\r\n", "```\r\n# x", "x\u{85}"] {
      try assertComesBack(spec(text.isEmpty ? "x" : text + "x\r\n", sections: ["Risks", "# x", "Overview"]))
    }
    let pair = try spec("a\r\nb").pair
    XCTAssertEqual(pair.json["exact"]?["architecture"], "a\r\nb")
    XCTAssertEqual(pair.json["exact"]?["scope"], nil)
    XCTAssertFalse(pair.markdown.contains("### Architecture"))
  }

  func testSpec_whenFlexibleTextIsEmpty_comesBackEmpty() throws {
    var record = try spec("x")
    record.spec.flexible.architecture = FlexibleText(trusted: "")
    record.spec.additionalSections[Name(trusted: "Empty")] = FlexibleText(trusted: "")
    assertComesBack(record)
  }

  func testSpec_whenExportedWithSectionsByName_isTaken() throws {
    var record = try spec("x", sections: ["Risks", "Cost"])
    record.spec.additionalSections = AdditionalSections(
      ["Risks", "Cost"].map { .init(name: Name(trusted: $0), text: FlexibleText(trusted: "x\r\n")) })
    let pair = record.pair
    var json = pair.json
    json["exact"] = ["additional_sections": ["Risks": "x\r\n", "Cost": "x\r\n"]]
    var problems = Problems()
    let read = ArchivedSpec(
      markdown: pair.markdown, json: json, project: Self.project, path: "p", problems: &problems)
    XCTAssertEqual(problems.violations, [])
    XCTAssertEqual(read, record)
  }

  func testSpec_whenVersion010NamedIt_comesBack() throws {
    let old = try spec("x", phase: "v1.2.3", sections: ["Risks"])
    let spec = Spec(
      id: old.spec.id, projectName: Self.project, specName: SpecName(trusted: "v123"), phaseName: old.spec.phaseName,
      frozen: old.spec.frozen, flexible: old.spec.flexible, additionalSections: old.spec.additionalSections,
      iteration: 2, version: 3, specStatus: .draft, createdAt: Self.time, updatedAt: Self.time)
    assertComesBack(ArchivedSpec(spec: spec, changedFields: []))
  }

  func testSpec_whenTextsLookLikeStructure_comesBack() throws {
    var random = SplitMix64(seed: 20_261_123)
    let pieces = [
      "# x", "## Overview", "### Scope", "## Metadata", "- Status: approved", "```", "~~~", "\\# x", "\r", "\n", "\n\n",
      "\r\n", " ", "\t", "    ", "\u{301}", "\u{feff}", "text", "#", "\\", "````", "---", "\u{2028}",
    ]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 1...10, using: &random)).map { _ in pieces.randomElement(using: &random)! }
      let names = ["Risks", "Overview", "Metadata", "\\Overview", "# x", "Scope"].shuffled(using: &random)
      try assertComesBack(spec("x" + text.joined(), sections: Array(names.prefix(3))))
    }
  }

  func testText_whenInBothFiles_isAProblem() throws {
    var pair = try spec("x").pair
    var json = pair.json
    json["exact"] = ["scope": "other"]
    pair = DocumentPair(markdown: pair.markdown, json: json)
    var problems = Problems()
    _ = ArchivedSpec(markdown: pair.markdown, json: pair.json, project: Self.project, path: "p", problems: &problems)
    XCTAssertEqual(problems.violations.map(\.path), ["p.json: exact.scope"])
  }

  func testSpec_whenEdited_namesEveryProblemWithItsFile() throws {
    let pair = try spec("x").pair
    var json = pair.json
    json["id"] = "nope"
    json["version"] = 0
    json["verison"] = 1
    let markdown =
      pair.markdown.split(separator: "### Scope\n\ns\n\n").joined()
      .replacing("Specification: Login", with: "Specification: Logout")
    var problems = Problems()
    let read = ArchivedSpec(markdown: markdown, json: json, project: Self.project, path: "p", problems: &problems)
    XCTAssertNil(read)
    XCTAssertEqual(
      Set(problems.violations.map(\.path)), [#"p.json: "verison""#, "p.json: version", "p.json: id", "p.md: scope"])
  }

  func testPhase_whenItNamesAnotherSpec_isAProblem() throws {
    let pair = try spec("x").pair
    var problems = Problems()
    _ = ArchivedSpec(
      markdown: pair.markdown.replacing("Specification: Login", with: "Specification: Logout"), json: pair.json,
      project: Self.project, path: "p", problems: &problems)
    XCTAssertEqual(problems.violations.map(\.problem), ["the title names another spec"])
  }

  func testPlan_whenOfAnExportWithoutVersions_isTheFirst() throws {
    let times: JSONObject = ["created_at": .string(Self.time.value), "updated_at": .string(Self.time.value)]
    var problems = Problems()
    let read = ProjectPlanVersion(
      markdown: "# Project Plan: shop\n\n## End Users\n\nAll.\n\n## Metadata\n\n- Status: active\n", json: times,
      project: Self.project, path: "p", problems: &problems)
    XCTAssertEqual(problems.violations, [])
    XCTAssertEqual(read?.document.version, 1)
    XCTAssertEqual(read?.document.fields.texts.map(\.name), ["end_users"])
    XCTAssertEqual(read?.changedFields, [])
  }

  func testRoadmap_whenItsTitleIsOdd_comesBack() throws {
    for title in [nil, "x", "Roadmap", "Roadmap: x", "# x", "x #", "Project Plan"] {
      var fields = try ModelDecoder.decode(
        RoadmapFields.self,
        from: .object(JSONObject(RoadmapFields.all.map { .init(key: $0.name, value: "t") })))
      fields.teamSize = Text(trusted: "two\r\n")
      let sections = ["Metadata", "Team Size", "\\Specs", "# x"].map {
        AdditionalSections.Section(name: Name(trusted: $0), text: FlexibleText(trusted: "## Team Size"))
      }
      let content = DocumentContent<RoadmapKind>(
        title: title.map { Name(trusted: $0) }, fields: fields, additionalSections: AdditionalSections(sections),
        status: .blocked)
      let roadmap = RoadmapVersion(
        document: Roadmap(
          projectName: Self.project, content: content, version: 3, createdAt: Self.time, updatedAt: Self.time),
        changedFields: ["team_size"])
      var problems = Problems()
      let pair = try roadmap.pair
      let read = RoadmapVersion(
        markdown: pair.markdown, json: pair.json, project: Self.project, path: "p", problems: &problems)
      XCTAssertEqual(read, roadmap, pair.markdown)
      XCTAssertEqual(problems.count, 0)
    }
  }
}

extension Text: ExpressibleByStringLiteral {
  /// A text of a test, unchecked.
  public init(stringLiteral value: String) { self.init(trusted: value) }
}
