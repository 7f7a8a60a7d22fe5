// DocumentRoundTripTests: the server reads its own Markdown back without loss.

import JSON
import Models
import TestSupport
import XCTest

@testable import Documents
@testable import Tools

final class DocumentRoundTripTests: XCTestCase {
  private func assertSame(_ left: JSONValue?, _ right: JSONValue?, _ told: String, line: UInt = #line) {
    // As bytes: strings of other bytes may be equal.
    XCTAssertEqual(left.map { Array($0.text.utf8) }, right.map { Array($0.text.utf8) }, told, line: line)
  }

  /// The arguments as they are stored: texts in their normal form, those of empty fields away, names in theirs.
  private func stored(_ arguments: JSONObject) -> JSONObject {
    var stored = JSONObject()
    for member in arguments.members {
      switch member.value {
      case .array(let sections):
        let kept = sections.map { section -> JSONValue in
          ["name": section["name"]!, "text": .string(section["text"]!.stringValue!.normalizedForDocument)]
        }
        if !kept.isEmpty { stored[member.key] = .array(kept) }
      case .string(let text):
        let isName = member.key.hasSuffix("_name") || member.key == "roadmap_title"
        let value = isName ? (try? Name.check(text).get()) ?? "" : text.normalizedForDocument
        if !value.isEmpty { stored[member.key] = .string(value) }
      default: XCTFail("\(member.key)")
      }
    }
    return stored
  }

  /// The content without what every write changes.
  private func content(_ answer: JSONValue) -> JSONValue {
    let changing: Set = ["id", "project_name", "created_at", "updated_at", "changed_fields", "iteration", "version"]
    return .object(JSONObject(answer.objectValue!.members.filter { !changing.contains($0.key) }))
  }

  // MARK: Specs

  private func assertSpecComesBack(_ arguments: JSONObject, _ told: String) async throws {
    let box = try Toolbox()
    let spec = try await box.written(
      "create_spec", JSONObject([.init(key: "project_name", value: "p")] + arguments.members))
    let name: JSONObject = ["project_name": "p", "spec_name": spec["spec_name"]!]
    let document = try await box.call("get_spec", name).text

    let reading = SpecDocument.form.read(document)
    XCTAssertEqual(reading.violations, [], told)
    assertSame(.object(reading.arguments), .object(stored(arguments)), told)

    var update = name
    update["markdown"] = .string(document)
    let updated = try await box.result("update_spec", update)
    XCTAssertEqual(updated["changed_fields"], [], told)

    let windows = document.replacing("\n", with: "\r\n")
    let copy = try await box.written("create_spec", ["project_name": "q", "markdown": .string(windows)])
    assertSame(content(copy), content(spec), told)
  }

  func testSpec_whenNasty_comesBack() async throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var documents = NastyDocuments(seed: seed)
    for index in 1...300 {
      let arguments = documents.spec()
      try await assertSpecComesBack(arguments, "seed \(seed), \(index): \(JSONValue.object(arguments).text)")
    }
  }

  func testSpec_whenANastyLineIsInEachPlace_comesBack() async throws {
    for text in NastyDocuments.singles {
      var arguments: JSONObject = ["phase_name": "Login"]
      for field in FrozenFields.all { arguments[field.name] = .string("x\n\(text)") }
      for field in FlexibleFields.all { arguments[field.name] = .string(text) }
      arguments["additional_sections"] = [
        ["name": "Overview", "text": .string(text)], ["name": "Notes", "text": .string(text)],
      ]
      arguments["spec_status"] = "approved"
      try await assertSpecComesBack(arguments, text.debugDescription)
    }
  }

  // MARK: Roadmaps and plans

  func testRoadmap_whenNasty_comesBack() async throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var documents = NastyDocuments(seed: seed)
    for index in 1...100 {
      let arguments = documents.roadmap()
      let told = "seed \(seed), \(index): \(JSONValue.object(arguments).text)"
      let box = try Toolbox()
      // For the chapter on specs, which is none of the roadmap's own.
      if index % 2 == 0 { try await box.result("create_spec", Toolbox.spec("p", "Login")) }
      let project = JSONObject.Member(key: "project_name", value: "p")
      let roadmap = try await box.written("store_roadmap", JSONObject([project] + arguments.members))
      let document = try await box.call("get_roadmap", ["project_name": "p"]).text
      XCTAssertEqual(document.contains("\n## Specs\n\n- login (draft, version 1)\n"), index % 2 == 0, told)

      let reading = FieldDocument.roadmap.form.read(document)
      XCTAssertEqual(reading.violations, [], told)
      assertSame(.object(reading.arguments), .object(stored(arguments)), told)
      let again = try await box.written("store_roadmap", ["project_name": "p", "markdown": .string(document)])
      assertSame(content(again), content(roadmap), told)
    }
  }

  func testPlan_whenNasty_comesBack() async throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var documents = NastyDocuments(seed: seed)
    for index in 1...100 {
      let arguments = documents.plan()
      let told = "seed \(seed), \(index): \(JSONValue.object(arguments).text)"
      let box = try Toolbox()
      let plan = try await box.written("store_project_plan", arguments)
      let document = try await box.call("get_project_plan", ["project_name": plan["project_name"]!]).text

      let reading = FieldDocument.projectPlan.form.read(document)
      XCTAssertEqual(reading.violations, [], told)
      assertSame(.object(reading.arguments), .object(stored(arguments)), told)
      let again = try await box.written(
        "store_project_plan", ["project_name": plan["project_name"]!, "markdown": .string(document)])
      assertSame(content(again), content(plan), told)
    }
  }

  // MARK: The form of texts

  func testText_whenNormalized_staysAsItIs() {
    let seed = UInt64.random(in: 1...999_999_999)
    var documents = NastyDocuments(seed: seed)
    for _ in 1...2_000 {
      let text = documents.text()
      let once = text.normalizedForDocument
      XCTAssertEqual(Array(once.normalizedForDocument.utf8), Array(once.utf8), "seed \(seed): \(text.debugDescription)")
      XCTAssertFalse(once.utf8.last == 0x0A || Array(once.utf8).contains([0x0D, 0x0A]), "seed \(seed)")
    }
  }
}
