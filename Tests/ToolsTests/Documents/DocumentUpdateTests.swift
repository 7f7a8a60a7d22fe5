// DocumentUpdateTests: updates of a spec by a document; what they change, and what they leave.

import JSON
import Models
import XCTest

@testable import Documents
@testable import Tools

final class DocumentUpdateTests: XCTestCase {
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
}
