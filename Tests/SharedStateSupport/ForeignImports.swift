// ForeignImports: the files of other systems imported by the command, and asked for from a server.

import EndToEndSupport
import Foundation
import JSON
import TestSupport
import XCTest

extension ServerTestCase {
  /// Imports generated trees with the command, one project each, and finds every line of every file in the answers of a
  /// server or in the report.
  ///
  /// - Parameter environment: the settings of the store.
  public func importForeignTrees(below tree: FileTree, environment: [String: String], seed: UInt64) throws {
    var trees = ForeignTrees(seed: seed)
    for system in ForeignTrees.systems {
      let generated = trees.tree(of: system)
      for file in generated.files { try tree.write("\(system)/\(file.path)", file.text) }
      let command = try Command(
        ServerProcess.builtBinary,
        ["import", tree.path(system), "--from", system, "--project", system, "--allow-loss", "--json"],
        environment: environment
      ).checked()
      let report = try JSONParser.parse(command.output.joined())
      XCTAssertEqual(report["left_out"], [], "seed \(seed), \(system)")
      let process = try launch(environment: environment)
      let oracle = ForeignOracle(
        stored: try everything(of: system, process), report: report.strings.joined(separator: "\n"))
      for file in generated.files where report["not_read"]?.arrayValue?.contains(.string(file.path)) != true {
        XCTAssertEqual(oracle.lost(of: file.text), [], "seed \(seed), \(file.path): \(file.text.debugDescription)")
      }
      try assertEnds(process)
    }
  }

  /// Every string in the answers to a reader of the project.
  private func everything(of project: String, _ process: ServerProcess) throws -> String {
    let name: JSONObject = ["project_name": .string(project)]
    func read(_ tool: String, _ more: JSONObject = [:]) throws -> JSONValue? {
      try call(process, tool, JSONValue.object(JSONObject(name.members + more.members)).text).content
    }
    let list = try XCTUnwrap(try read("list_specs", ["limit": 100]))
    let specs = try (list["specs"]?.arrayValue ?? []).compactMap { spec -> JSONValue? in
      try read("get_spec", ["spec_name": spec["spec_name"] ?? .null])
    }
    let documents = specs + [try read("get_project_plan"), try read("get_roadmap")].compactMap { $0 }
    return documents.flatMap(\.strings).joined(separator: "\n")
  }
}

extension JSONValue {
  /// All strings in it, at any depth.
  fileprivate var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(\.strings)
    case .object(let object): object.members.flatMap(\.value.strings)
    default: []
    }
  }
}
