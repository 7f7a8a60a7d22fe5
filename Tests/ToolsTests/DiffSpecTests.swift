// DiffSpecTests: the differences between two versions of a spec.

import JSON
import Models
import XCTest

@testable import Tools

final class DiffSpecTests: XCTestCase {
  /// Three versions of the scene's spec login.
  private func scene() async throws -> Toolbox {
    let box = try await Toolbox.withScene()
    let login: JSONObject = ["project_name": "p", "spec_name": "login"]
    try await box.result(
      "update_spec",
      JSONObject(
        login.members + [
          .init(key: "architecture", value: "One\nservice."), .init(key: "additional_sections", value: ["Risks": "r"]),
        ]))
    var changes = SpecChanges()
    changes.flexible.architecture = FlexibleText(trusted: "Two\nservice.")
    changes.phaseName = Name(trusted: "LOGIN")
    changes.additionalSections = AdditionalSections([
      .init(name: Name(trusted: "Notes"), text: FlexibleText(trusted: "n"))
    ])
    changes.removedSections = ValueList([Name(trusted: "Risks")])
    changes.specStatus = .approved
    let reference = SpecReference.named(project: Name(trusted: "p"), spec: SpecName(trusted: "login"))
    _ = try await box.state.updateSpec(reference, changes, expecting: nil, once: nil)
    return box
  }

  private func diff(_ box: Toolbox, _ from: Int, _ to: Int?) async throws -> Reply {
    let arguments: JSONObject = [
      "project_name": "p", "spec_name": "login", "from_version": JSONValue(from),
      "to_version": to.map { JSONValue($0) } ?? .null,
    ]
    return try await box.call("diff_spec", arguments)
  }

  func testDiff_whenFieldsChanged_tellsEachInOrder() async throws {
    let reply = try await diff(try await scene(), 2, nil)
    XCTAssertEqual(
      reply.text,
      #"""
      {"fields":[{"field":"phase_name","diff":"@@ -1,1 +1,1 @@\n-Login\n+LOGIN","omitted_lines":0},\#
      {"field":"architecture","diff":"@@ -1,2 +1,2 @@\n-One\n+Two\n service.","omitted_lines":0},\#
      {"field":"additional_sections.Risks","diff":"@@ -1,1 +0,0 @@\n-r","omitted_lines":0},\#
      {"field":"additional_sections.Notes","diff":"@@ -0,0 +1,1 @@\n+n","omitted_lines":0},\#
      {"field":"spec_status","diff":"@@ -1,1 +1,1 @@\n-draft\n+approved","omitted_lines":0}]}
      """#)
  }

  func testDiff_whenOfOneVersion_isEmpty() async throws {
    let reply = try await diff(try await scene(), 2, 2)
    XCTAssertEqual(reply.text, #"{"fields":[]}"#)
  }

  func testDiff_whenBackwards_isTheOtherWayRound() async throws {
    let content = try await diff(try await scene(), 2, 1).content
    XCTAssertEqual(content?["fields"]?.arrayValue?.map { $0["field"] }, ["architecture", "additional_sections.Risks"])
    XCTAssertEqual(
      content?["fields"]?.arrayValue?.map { $0["diff"] },
      ["@@ -1,2 +0,0 @@\n-One\n-service.", "@@ -1,1 +0,0 @@\n-r"])
  }

  func testDiff_whenFieldsAreNamed_comparesThoseAlone() async throws {
    let arguments: JSONObject = [
      "project_name": "p", "spec_name": "login", "from_version": 2, "fields": ["spec_status", "scope"],
    ]
    let content = try await scene().result("diff_spec", arguments)
    XCTAssertEqual(content["fields"]?.arrayValue?.map { $0["field"] }, ["spec_status"])
  }

  func testDiff_whenAVersionIsNotThere_namesItsArgument() async throws {
    let box = try await scene()
    let cases: [(from: Int, to: Int?, violation: Violation)] = [
      (4, nil, Violation(path: "from_version", problem: "no such version", allowed: "1 to 3", got: "4")),
      (1, 9, Violation(path: "to_version", problem: "no such version", allowed: "1 to 3", got: "9")),
    ]
    for (from, to, violation) in cases {
      let failure = try await diff(box, from, to).failure
      XCTAssertEqual(failure?.code, .notFound)
      XCTAssertEqual(failure?.details, [violation])
      XCTAssertEqual(failure?.message.hasPrefix("Spec login has no version \(violation.got)."), true)
    }
  }
}
