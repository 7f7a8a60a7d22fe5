// ForeignImportTests: the files of other systems become a plan, a roadmap and specs, and nothing is lost unsaid.

import Documents
import Foundation
import JSON
import Models
import TestSupport
import XCTest

@testable import Archive

final class ForeignImportTests: XCTestCase {
  private var root = ""

  override func setUpWithError() throws {
    root = NSTemporaryDirectory() + "foreign-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: root) }

  private func write(_ path: String, _ data: Data, below folder: String = "") throws {
    let url = URL(fileURLWithPath: "\(root)/\(folder)/\(path)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  private func write(_ path: String, _ text: String) throws { try write(path, Data(text.utf8)) }

  private func read(_ system: ForeignSystem, project: String = "p") throws -> (ForeignImport.Content, ForeignReport) {
    try ForeignImport(system, from: root, project: project).read()
  }

  // MARK: Generated trees

  func testImport_whenOfAnyTree_losesNothingUnsaid() throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var trees = ForeignTrees(seed: seed)
    for index in 1...20 {
      for system in ForeignTrees.systems {
        let tree = trees.tree(of: system)
        let folder = "\(system)-\(index)"
        for file in tree.files { try write(file.path, Data(file.text.utf8), below: folder) }
        for path in tree.broken { try write(path, Data([0x61, 0xFF]), below: folder) }
        let task = try ForeignImport(
          XCTUnwrap(ForeignSystem(rawValue: system)), from: "\(root)/\(folder)", project: "p")
        let (content, report) = try task.read()
        try assertWhole(tree, content, report, "seed \(seed), \(folder)")
      }
    }
  }

  private func assertWhole(
    _ tree: GeneratedTree, _ content: ForeignImport.Content, _ report: ForeignReport, _ told: String
  ) throws {
    let documents = try Stored(content)
    let known = Set(report.files.map(\.file) + report.notRead)
    let unread = tree.broken.filter { !report.notRead.contains($0) }
    XCTAssertEqual(report.leftOut.sorted(), unread.map { "\($0): no text in UTF-8" }.sorted(), told)
    for file in tree.files {
      XCTAssertTrue(known.contains(file.path), "\(told): \(file.path)")
      if report.notRead.contains(file.path) { continue }
      let lines = report.files.filter { $0.file == file.path }.flatMap(\.parts).joined(separator: "\n")
      let lost = ForeignOracle(stored: documents.all, report: lines).lost(of: file.text)
      XCTAssertEqual(lost, [], "\(told): \(file.path): \(file.text.debugDescription)")
      for sections in documents.sections {
        let misplaced = ForeignOracle.misplaced(file.text, stored: sections)
        XCTAssertNil(misplaced, "\(told): \(file.path): \(file.text.debugDescription)")
      }
    }
    try documents.assertReadBack(told)
  }

  /// What would be stored.
  private struct Stored {
    private var specs: [Spec]
    private var plan: ProjectPlan?
    private var roadmap: Roadmap?

    init(_ content: ForeignImport.Content) throws {
      let time = Timestamp(microseconds: 1)
      specs = content.specs.enumerated().map { index, draft in
        Spec(draft, id: SpecID(trusted: "0000000\(index % 10)"), createdAt: time)
      }
      plan = try content.plan?.first(of: Name(trusted: "p"), at: time).document
      roadmap = try content.roadmap?.first(of: Name(trusted: "p"), at: time).document
    }

    /// Every text and name.
    var all: String { texts.joined(separator: "\n") + "\n" + sections.joined(separator: "\n") }

    private var texts: [String] {
      var texts = [roadmap?.title?.value ?? ""]
      for spec in specs {
        texts.append(spec.phaseName.value)
        texts += FrozenFields.all.map { spec.frozen[keyPath: $0.path].value }
        texts += FlexibleFields.all.compactMap { spec.flexible[keyPath: $0.path]?.value }
      }
      texts += (plan?.fields.texts ?? []).map(\.text.value)
      return texts + (roadmap?.fields.texts ?? []).map(\.text.value)
    }

    /// The additional sections of each document, names and texts in order.
    var sections: [String] {
      let all =
        specs.map(\.additionalSections) + [plan?.additionalSections, roadmap?.additionalSections].compactMap { $0 }
      return all.map { $0.sections.flatMap { [$0.name.value, $0.text.value] }.joined(separator: "\n") }
    }

    /// Each document is read back from the Markdown that readers get.
    func assertReadBack(_ told: String) throws {
      for spec in specs { try check(SpecDocument.form.read(SpecDocument(spec).markdown), spec, told) }
      if let plan { try check(FieldDocument.projectPlan.form.read(plan.markdown()), plan, told) }
      if let roadmap { try check(FieldDocument.roadmap.form.read(roadmap.markdown()), roadmap, told) }
    }

    private func check(_ reading: DocumentReading, _ model: some Encodable, _ told: String) throws {
      XCTAssertEqual(reading.violations, [], told)
      let object = try JSONModelEncoder.tree(model)
      for member in reading.arguments.members {
        XCTAssertEqual(member.value.text, object[member.key]?.text, "\(told): \(member.key)")
      }
      let sections = object["additional_sections"]?.arrayValue ?? []
      XCTAssertEqual(reading.arguments["additional_sections"]?.arrayValue ?? [], sections, told)
    }
  }

  // MARK: Places

  func testHeadings_whenMoreThanADocumentHasSections_areKeptByFile() throws {
    let headings = (1...150).map { "## H\($0)\ntext \($0)\n" }.joined()
    try write(".kiro/specs/a/design.md", "# T\n\(headings)\n## Architecture\nboxes\n\n## Last\nend\n")
    let (content, report) = try read(.kiro)
    let sections = content.specs[0].additionalSections.sections
    XCTAssertEqual(sections.map(\.name.value), ["design.md", "design.md (2)"])
    XCTAssertEqual(
      sections[0].text.value, "# T\n\n" + (1...150).map { "## H\($0)\ntext \($0)" }.joined(separator: "\n\n"))
    XCTAssertEqual(sections[1].text.value, "## Last\nend")
    XCTAssertEqual(content.specs[0].flexible.architecture?.value, "boxes")
    XCTAssertEqual(report.leftOut, [])
  }

  func testFiles_whenMoreThanSectionsAndAllEndsAreReached_areLeftOut() throws {
    for index in 1...102 { try write(".kiro/specs/a/f\(100 + index).txt", "x") }
    let (content, report) = try read(.kiro)
    XCTAssertEqual(content.specs[0].additionalSections.sections.count, 100)
    XCTAssertEqual(
      report.leftOut, ["f201", "f202"].map { ".kiro/specs/a/\($0).txt: \($0).txt: more than 100 sections" })
  }

  func testHeadings_thatCanBeNoName_stayWithTheirText() throws {
    let long = String(repeating: "h", count: 300)
    try write(".kiro/specs/a/design.md", "## \(long)\none\n\n## \u{202e}x ##\ntwo\n\n## e\u{301}\nthree\n")
    let sections = try read(.kiro).0.specs[0].additionalSections.sections
    XCTAssertEqual(sections.map(\.name.value), ["design.md", "design.md (2)", "design.md (3)"])
    XCTAssertEqual(
      sections.map { Array($0.text.value.utf8) },
      ["## \(long)\none", "## \u{202e}x ##\ntwo", "## e\u{301}\nthree"].map { Array($0.utf8) })
  }

  func testFolders_whenOfOneSpecsName_areTwoSpecs() throws {
    for name in ["Foo", "foo", "foo-2", "🚀", "---"] { try write("specs/\(name)/spec.md", "# \(name)\n") }
    let (content, report) = try read(.specKit)
    XCTAssertEqual(
      Set(content.specs.map(\.specName.value)), ["foo", "foo-2", "foo-2-2", "spec", "spec-2"], "\(report.files)")
  }

  func testFolders_whenTheirNamesAreNone_areSpecsAllTheSame() throws {
    for name in [String(repeating: "İ", count: 127), "\u{202e}", "a\tb", " "] {
      try write("specs/\(name)/spec.md", "# x\n")
    }
    let (content, report) = try read(.specKit)
    XCTAssertEqual(content.specs.count, 4, "\(report.files)")
    XCTAssertEqual(report.leftOut, [])
  }

  func testFiles_thatCannotBeRead_areTold() throws {
    try write(".kiro/specs/a/ok.md", "x")
    try write(".kiro/specs/a/big.md", String(repeating: "x\n", count: 3 << 20))
    try write(".kiro/specs/a/long.md", String(repeating: "x", count: 262_145))
    try write(".kiro/specs/a/nul.md", "a\0b")
    try write(".kiro/specs/a/latin.md", Data([0x61, 0xE9]))
    try write(".kiro/specs/a/empty.md", "\u{feff} \n\n")
    try write(".kiro/specs/b/empty.md", "")
    try write(".kiro/" + String(repeating: "d/", count: 17) + "x.md", "x")
    try FileManager.default.createSymbolicLink(atPath: "\(root)/.kiro/specs/a/link.md", withDestinationPath: "ok.md")
    XCTAssertEqual(mkfifo("\(root)/.kiro/specs/a/pipe.md", 0o600), 0)
    let (content, report) = try read(.kiro)
    XCTAssertEqual(content.specs.map(\.specName.value), ["a"])
    XCTAssertEqual(
      report.leftOut.sorted(),
      [
        ".kiro/\(Array(repeating: "d", count: 16).joined(separator: "/")): folders nested too deep",
        ".kiro/specs/a/big.md: File too large", ".kiro/specs/a/latin.md: no text in UTF-8",
        ".kiro/specs/a/link.md: a link, a pipe or the like",
        ".kiro/specs/a/long.md: long.md: too long: 262145 bytes", ".kiro/specs/a/nul.md: nul.md: contains U+0000",
        ".kiro/specs/a/pipe.md: a link, a pipe or the like",
      ])
    XCTAssertEqual(
      report.files.filter { $0.parts == ["empty"] }.map { "\($0.file) \($0.into)" },
      [".kiro/specs/a/empty.md spec a", ".kiro/specs/b/empty.md nothing"])
  }

  func testRoot_mayBeTheSystemsOwnFolder() throws {
    try write("openspec/specs/a/spec.md", "## Purpose\nx\n")
    for path in [root, "\(root)/openspec", "\(root)/openspec/", "\(root)/openspec/specs/.."] {
      XCTAssertEqual(try ForeignImport(.openSpec, from: path, project: "p").read().report.files.count, 1, path)
    }
    XCTAssertThrowsError(try ForeignImport(.openSpec, from: "\(root)/openspec/specs", project: "p").read()) { error in
      XCTAssertEqual(
        (error as? Failure)?.message,
        "\(root)/openspec/specs holds no openspec, and is no such folder: give the root of the project.")
    }
    XCTAssertThrowsError(try ForeignImport(.kiro, from: root, project: "p").read())
  }

  // MARK: respec-ai

  func testRespecAI_ofBothGenerations_isReadAsItsOwnDocuments() throws {
    try write(
      ".respec-ai/projects/shop/project_plan.md",
      "# Project Plan: shop\n## Executive Summary\n### Vision\nv\n## Metadata\n### Status\nactive\n")
    try write(
      ".respec-ai/projects/shop/roadmap.md",
      "# Project Roadmap: To sea\n## Project Details\n### Budget\nb\n\n# Technical Specification: Pay\n## Overview\n### Scope\ns\n"
    )
    try write(
      ".respec-ai/projects/shop/respec-specs/user-login.md",
      "# Technical Specification: User Login\n## Overview\n### Objectives\no\n## Odd\nx\n## Metadata\n### Status\napproved\n"
    )
    try write(".respec-ai/config/platform.json", "{}")
    let (content, report) = try read(.respecAI, project: "shop")
    XCTAssertEqual(content.plan?.fields.projectVision?.value, "v")
    XCTAssertEqual(content.plan?.status, .active)
    XCTAssertEqual(content.roadmap?.title?.value, "To sea")
    XCTAssertEqual(content.roadmap?.fields.roadmapBudget?.value, "b")
    XCTAssertEqual(content.roadmap?.fields.teamSize?.value, "Not stated in the imported documents.")
    XCTAssertEqual(content.specs.map(\.phaseName.value), ["User Login", "Pay"])
    XCTAssertEqual(content.specs[0].specStatus, .approved)
    XCTAssertEqual(content.specs[0].frozen.objectives.value, "o")
    XCTAssertEqual(content.specs[0].additionalSections.names.map(\.value), ["Odd", "Metadata"])
    XCTAssertEqual(content.specs[1].frozen.scope.value, "s")
    XCTAssertEqual(report.notRead, [".respec-ai/config/platform.json"])
    XCTAssertEqual(report.leftOut, [])
  }

  func testRespecAI_whenOfSeveralPlans_takesTheOneOfTheProject() throws {
    try write(".respec-ai/plans/shop/plan.md", "# Plan: shop\n## Vision\nv\n")
    try write(".respec-ai/plans/other/plan.md", "# Plan: other\n## Vision\nw\n")
    let (content, report) = try read(.respecAI, project: "Shop")
    XCTAssertEqual(content.plan?.fields.projectVision?.value, "v")
    XCTAssertEqual(report.notRead, [".respec-ai/plans/other/plan.md"])
    try write(".respec-ai/projects/shop/notes.txt", "n")
    XCTAssertEqual(
      try read(.respecAI, project: "Shop").0.plan?.additionalSections?.names.map(\.value), ["Plan: shop", "notes.txt"])
    try FileManager.default.removeItem(atPath: "\(root)/.respec-ai/projects")
    XCTAssertThrowsError(try read(.respecAI, project: "third")) { error in
      XCTAssertEqual(
        (error as? Failure)?.message,
        "\(root) holds several plans: .respec-ai/plans/other, .respec-ai/plans/shop. Import each with --project and its "
          + "own name.")
    }
  }

  // MARK: The published mapping

  func testMapping_isOnThePage() throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: repository.appending(path: "docs/moving-over.md"), encoding: .utf8)
    var rows: [String] = []
    for system in ForeignSystem.allCases {
      for (target, word) in [(ForeignRoute.Target.spec(""), "spec"), (.plan, "plan")] {
        rows += ForeignFields(of: system, for: target).entries.map { entry in
          "| `\(system.rawValue)` | \(word) | \(entry.file)\(entry.heading.map { ": \($0)" } ?? ", whole") | \(entry.field) |"
        }
      }
    }
    for row in rows { XCTAssertTrue(page.contains(row), "docs/moving-over.md lacks the row: \(row)") }
    let own = page.split(separator: "\n").filter { $0.contains(#/^\| `[a-z-]+` \| (spec|plan) \|/#) }
    XCTAssertEqual(own.count, rows.count, "docs/moving-over.md has rows that are gone")
  }
}
