// ForeignImportTests: the files of other systems become specs, and nothing is lost unsaid.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class ForeignImportTests: FileTestCase {
  func testImport_ofGeneratedTrees_losesNothing() throws {
    try importForeignTrees(below: tree, environment: environment(), seed: UInt64.random(in: 1...999_999_999))
  }

  private func write(_ path: String, _ text: String) throws {
    let url = URL(fileURLWithPath: tree.path("in/" + path))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func importing(_ system: String, _ more: String...) throws -> Command {
    try Command(
      ServerProcess.builtBinary, ["import", tree.path("in"), "--from", system, "--project", "shop"] + more,
      environment: environment())
  }

  /// Imports, and finds each text in an export of the project.
  private func assertImported(_ system: String, _ texts: [String], line: UInt = #line) throws {
    _ = try importing(system).checked()
    _ = try command("export", tree.path("out")).checked()
    let stored = try tree.files(below: "out").map { try tree.read("out/" + $0) }.joined()
    for text in texts { XCTAssertTrue(stored.contains(text), text, line: line) }
  }

  func testImport_ofOpenSpec_keepsEveryText() throws {
    try write(
      "openspec/specs/auth/spec.md",
      "# Auth\n\n## Purpose\nLet in.\n\n## Requirements\n### Requirement: Log in\nIt SHALL.\n")
    try write("openspec/changes/add-2fa/proposal.md", "## Why\nSafety.\n\n## What Changes\n- Codes\n")
    try write("openspec/changes/add-2fa/tasks.md", "## 1. Setup\n- [ ] 1.1 Table\n")
    try write("openspec/project.md", "# Shop\nA shop for tea.\n")
    try assertImported(
      "openspec",
      [
        "Let in.", "Requirement: Log in", "It SHALL.", "Safety.", "- Codes", "1. Setup", "- [ ] 1.1 Table",
        "A shop for tea.",
      ])
  }

  func testImport_ofSpecKit_keepsEveryText() throws {
    try write(
      "specs/001-cart/spec.md",
      "# Feature: Cart\n**Status**: Draft\n\n## User Scenarios & Testing *(mandatory)*\nBuy.\n\n## Edge\n\n```\n## no heading\n```\n"
    )
    try write("specs/001-cart/contracts/api.yaml", "openapi: 3.1.0\n")
    try write(".specify/memory/constitution.md", "# Rules\nTest first.\n")
    try assertImported("spec-kit", ["**Status**: Draft", "Buy.", "## no heading", "openapi: 3.1.0", "Test first."])
  }

  func testImport_ofKiro_keepsEveryText() throws {
    try write(
      ".kiro/specs/pay/requirements.md", "# Requirements\n\n## Introduction\nPaying.\n\n## Requirements\n### 1\nWHEN\n")
    try write(".kiro/specs/pay/design.md", "## Data Models\nOne.\n\n## Data Models\nTwo.\n")
    try write(".kiro/steering/tech.md", "Swift.\n")
    try assertImported("kiro", ["Paying.", "WHEN", "One.", "Two.", "Swift."])
  }

  func testImport_whenAPartWouldBeLost_writesNothing() throws {
    try write(".kiro/specs/pay/design.md", "## A\nOne.\n")
    try write(".kiro/specs/pay/long.md", String(repeating: "x", count: 262_145))
    let refused = try importing("kiro")
    let report = refused.output.joined(separator: "\n")
    XCTAssertEqual(refused.status, .status(1), refused.errors)
    XCTAssertTrue(report.contains("left out: .kiro/specs/pay/long.md: long.md: too long: 262145 bytes"), report)
    XCTAssertFalse(FileManager.default.fileExists(atPath: path))
    _ = try importing("kiro", "--allow-loss").checked()
    XCTAssertTrue(FileManager.default.fileExists(atPath: path))
  }

  func testImport_whenDry_writesNothing() throws {
    try write(".kiro/specs/pay/design.md", "## Architecture\nOne.\n")
    let output = try importing("kiro", "--dry-run").checked().output.joined(separator: "\n")
    XCTAssertTrue(output.contains("design.md: Architecture → architecture"), output)
    XCTAssertFalse(FileManager.default.fileExists(atPath: path))
  }

  func testImport_whenTheProjectIsThere_isRefusedUnlessReplacing() throws {
    try write(".kiro/specs/pay/design.md", "## Architecture\nOne.\n")
    _ = try importing("kiro").checked()
    let refused = try importing("kiro")
    XCTAssertEqual(refused.status, .status(1))
    XCTAssertTrue(refused.errors.contains("--replace"), refused.errors)
    try write(".kiro/specs/pay/design.md", "## Architecture\nTwo.\n")
    _ = try importing("kiro", "--replace").checked()
    _ = try command("export", tree.path("out")).checked()
    XCTAssertTrue(try tree.read("out/shop/specs/pay/spec.md").contains("Two."))
  }

  func testImport_whenNothingComesOfIt_saysSo() throws {
    try write(".kiro/settings/mcp.json", "{}")
    let outcome = try importing("kiro")
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertTrue(outcome.errors.contains("no file became a plan, a roadmap or a spec"), outcome.errors)
    XCTAssertEqual(
      outcome.output, ["not read: .kiro/settings/mcp.json", "0 files read, 1 not read: 0 specs, 0 parts left out"])
    XCTAssertFalse(FileManager.default.fileExists(atPath: path))
  }

  func testImport_inMemory_isRefused() throws {
    try write(".kiro/specs/pay/design.md", "## Architecture\nOne.\n")
    let outcome = try Command(
      ServerProcess.builtBinary, ["import", tree.path("in"), "--from", "kiro", "--project", "shop"],
      environment: ["STATE_MANAGER": "memory"])
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertTrue(outcome.errors.contains("state in memory ends with its process"), outcome.errors)
  }
}
