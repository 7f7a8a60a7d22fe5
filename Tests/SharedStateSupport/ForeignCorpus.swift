// ForeignCorpus: documents of other systems handed over to a server, one call each.

import EndToEndSupport
import JSON
import TestSupport
import XCTest

extension ServerTestCase {
  private static let frozen = ["objectives", "scope", "dependencies", "deliverables"]

  /// Hands documents over as specs, with the frozen fields beside them, and as plans. Each is taken or refused with a line;
  /// what is taken keeps its texts in their order, and is the same after an update with what the server gave.
  ///
  /// - Returns: the number of documents that were taken.
  @discardableResult
  public func takeForeignDocuments(_ process: ServerProcess, count: Int, seed: UInt64) throws -> Int {
    var documents = ForeignDocuments(seed: seed)
    var taken = 0
    for index in 1...count {
      let source = documents.document()
      guard source.contains(where: { !$0.isWhitespace && $0 != "\u{feff}" }) else { continue }
      let told = "seed \(seed), \(index): \(source.debugDescription)"
      var spec: JSONObject = [
        "project_name": "specs", "phase_name": .string("Doc \(index)"), "markdown": .string(source),
      ]
      for field in Self.frozen { spec[field] = .string("the \(field)") }
      let name: JSONObject = ["project_name": "specs", "spec_name": .string("doc-\(index)")]
      if try isTaken(process, "create_spec", spec, told) {
        taken += 1
        try assertKept(process, "spec", name, source, told)
      }
      let project: JSONObject = ["project_name": .string("plan \(index)")]
      // A plan's title names its project.
      let plan = JSONObject(project.members + [.init(key: "markdown", value: .string("# plan \(index)\n\n" + source))])
      if try isTaken(process, "store_project_plan", plan, told) {
        taken += 1
        try assertKept(process, "project_plan", project, source, told)
      }
    }
    return taken
  }

  private func isTaken(
    _ process: ServerProcess, _ tool: String, _ arguments: JSONObject, _ told: String
  ) throws -> Bool {
    let answer = try call(process, tool, JSONValue.object(arguments).text)
    if answer.content != nil { return true }
    XCTAssertEqual(answer.code, "invalid_input", told)
    XCTAssertTrue(answer.line.contains("line "), "\(told): \(answer.line)")
    return false
  }

  private func assertKept(
    _ process: ServerProcess, _ kind: String, _ name: JSONObject, _ source: String, _ told: String
  ) throws {
    let answer = try call(process, "get_\(kind)", JSONValue.object(name).text)
    let content = try XCTUnwrap(answer.content, told)
    let sections = (content["additional_sections"]?.arrayValue ?? []).flatMap {
      [$0["name"]?.stringValue ?? "", $0["text"]?.stringValue ?? ""]
    }
    XCTAssertNil(ForeignOracle.misplaced(source, stored: sections.joined(separator: "\n")), told)
    var update = name
    update["markdown"] = .string(try XCTUnwrap(answer.text, told))
    let tool = kind == "spec" ? "update_spec" : "store_project_plan"
    let again = try call(process, tool, JSONValue.object(update).text)
    XCTAssertEqual(again.content?["changed_fields"], [], "\(told): \(again.line)")
    XCTAssertEqual(try call(process, "get_\(kind)", JSONValue.object(name).text).content, content, told)
  }
}
