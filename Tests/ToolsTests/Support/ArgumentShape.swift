// ArgumentShape: arguments for a tool, made from its input schema alone.

import JSON
import MCP
import Models
import TestSupport

@testable import Documents
@testable import Tools

/// One way of calling a tool: which arguments must be there and which may be.
struct ArgumentShape {
  let tool: ToolDefinition
  /// A state that this tool's calls alone have changed: what they are about is not there, so their arguments alone can
  /// be at fault.
  let toolbox: Toolbox
  let needed: [String]
  let optional: [String]

  /// The ways of naming what a call is about, of which exactly one is given: rules between arguments, which no schema
  /// tells.
  private static let alternatives: [String: [[String]]] = [
    "list_history": [["project_name"], ["loop_id"]],
    "get_spec": [["project_name", "spec_name"], ["loop_id"]],
    "update_spec": [["project_name", "spec_name"], ["loop_id"]],
  ]

  /// The arguments that the tools with documents need beyond their schemas when they are called without one.
  private static let documents: [String: [String]] = [
    "create_spec": ["phase_name"] + FrozenFields.all.map(\.name),
    "update_spec": [],
    "store_roadmap": RoadmapFields.all.map(\.name),
    "store_project_plan": ["project_vision"],
  ]

  /// The tools that need of the first document what they do not need of later ones, which arguments alone do not tell.
  private static let storing: Set = ["store_roadmap", "store_project_plan"]

  /// Restoring a version is a way of its own, without what else changes a document.
  private static let restoring = ["restore_version"]
  private static let besideRestoring = [
    "project_name", "spec_name", "loop_id", "restore_version", "expected_version", "idempotency_key",
  ]

  /// The arguments without which a call is another one: it asks the human. Such calls are not made here.
  private static let telling = ["record_user_feedback": ["feedback"]]

  /// All ways of calling each tool.
  static func all() throws -> [ArgumentShape] { try Toolbox().definitions.flatMap(all) }

  private static func all(of tool: ToolDefinition) throws -> [ArgumentShape] {
    let toolbox = try Toolbox()
    let names = tool.inputSchema["properties"]?.objectValue?.keys ?? []
    let required = (tool.inputSchema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    let ways = alternatives[tool.name] ?? [[]]
    var contents: [(needed: [String], without: [String])] = [(telling[tool.name] ?? [], [])]
    if let fields = documents[tool.name] {
      contents = [(fields, ["markdown"] + restoring), (["markdown"], restoring)]
    }
    if names.contains(restoring[0]) {
      contents.append((restoring, names.filter { !besideRestoring.contains($0) }))
    }
    return ways.flatMap { way in
      contents.map { content in
        let needed = Set(required + way + content.needed)
        let others = Set(ways.joined()).subtracting(way).union(content.without)
        return ArgumentShape(
          tool: tool, toolbox: toolbox, needed: names.filter(needed.contains),
          optional: names.filter { !needed.contains($0) && !others.contains($0) })
      }
    }
  }

  /// The arguments that the schema requires.
  var required: [String] { (tool.inputSchema["required"]?.arrayValue ?? []).compactMap(\.stringValue) }

  /// True where a document has to say what decoding needs.
  var needsDocument: Bool {
    needed.contains("markdown") && !isStoring && !(Self.documents[tool.name]?.isEmpty ?? true)
  }

  private var isStoring: Bool { Self.storing.contains(tool.name) }

  /// The arguments that a call without any is told to miss; nil where that depends on another way of calling.
  var missed: [String]? {
    if Self.alternatives[tool.name] != nil { return ["project_name"] }
    return needsDocument ? nil : isStoring || Self.telling[tool.name] != nil ? required : needed
  }

  /// Needed and optional arguments in the order of the schema.
  var names: [String] {
    (tool.inputSchema["properties"]?.objectValue?.keys ?? []).filter { needed.contains($0) || optional.contains($0) }
  }

  func schema(of name: String) -> JSONValue { tool.inputSchema["properties"]![name]! }

  /// An object of good values for the arguments named.
  func object(_ names: [String]) -> JSONObject {
    JSONObject(names.map { JSONObject.Member(key: $0, value: good($0, beside: names)[0]) })
  }

  /// Makes the call.
  func violations(_ arguments: JSONObject) async throws -> [Violation] {
    try await toolbox.call(tool.name, arguments).violations
  }

  // MARK: Values

  /// Values that the schema takes, every choice and both bounds among them. `others` are the names of all arguments that
  /// are there.
  func good(_ name: String, beside others: [String]) -> [JSONValue] {
    if name.hasSuffix("loop_id") { return ["0123abef"] }
    if name == "critic_agent" { return ["spec-critic", "Some_critic", "7"] }
    if name == "reviewers" { return [["spec-critic"], [], ["a", "Some critic"]] }
    if name == "cursor" { return [cursor(beside: others)] }
    if name == "markdown" { return [.string(document)] }
    let schema = schema(of: name)
    if let choices = schema["enum"]?.arrayValue { return choices }
    switch schema["type"] {
    case "integer":
      let bounds = [schema["minimum"], schema["maximum"]].compactMap(\.self)
      return bounds + bounds.prefix(1).map { JSONValue.number(JSONNumber(Double($0.intValue!))!) }
    case "array":
      switch (schema["items"]?["type"], schema["items"]?["enum"]?.arrayValue) {
      case ("object", _): return name == "edits" ? Self.edits : Self.sections
      // A field is not both set and cleared.
      case (_, let choices?): return [.array(choices.filter { !others.contains($0.stringValue!) }), []]
      case _ where name == "clear_fields":
        return [
          .array(ProjectPlanFields.all.map { .string($0.name) }.filter { !others.contains($0.stringValue!) }), [],
        ]
      default: return [["a"], [], ["a", "é", "a"]]
      }
    default: return ["Some text", "ü 漢 😀 \u{7f0}1", "  a\u{301}b  "]
    }
  }

  // The lists of objects.
  private static let edit: JSONValue = ["field": "Notes", "old_text": "a", "new_text": ""]
  private static let edits: [JSONValue] = [[edit], [], [edit, edit]]
  private static let section: JSONValue = ["name": "Risks", "text": "r"]
  private static let sections: [JSONValue] = [
    [section], [], [["name": "a b", "text": ""], ["name": "ü", "text": "x"]],
  ]

  /// A document with all that the tool needs.
  private var document: String {
    switch tool.name {
    case "create_spec":
      "# a\n## Overview\n" + FrozenFields.all.map { "### \($0.title)\nx" }.joined(separator: "\n")
    case "store_roadmap": RoadmapFields.all.map { "## \($0.title)\nx" }.joined(separator: "\n")
    default: "## Risks\nx"
    }
  }

  /// A cursor as the list gives it out: their forms are no part of the schemas.
  private func cursor(beside others: [String]) -> JSONValue {
    switch tool.name {
    case "list_history": others.contains("loop_id") ? "h3~0" : "n7"
    case "list_specs": others.contains("query") ? "s500~a" : "s~a"
    case "list_spec_versions", "list_changes": "n7"
    case "list_projects": "u1785231000000000~shop"
    case "search": "t1785231000000000~feedback~3~0123abef"
    default: "c1785231000000000~0123abef"
    }
  }

  /// A value that the schema refuses, and the one violation that it makes.
  struct Wrong {
    let value: JSONValue
    let problem: String
    /// The path in the value, after the argument's name.
    var part = ""
    /// The part that the violation quotes, where it is not the whole value.
    var got: JSONValue?
  }

  /// Values that the schema refuses.
  func wrong(_ name: String) -> [Wrong] {
    // The fields that the document should have held would be missing too.
    if name == "markdown", needsDocument { return [] }
    let schema = schema(of: name)
    let missing = needed.contains(name) ? [Wrong(value: .null, problem: "missing")] : []
    // What counts as left out is no fault of an optional argument.
    let placeholders: [JSONValue] = required.contains(name) ? [[], [:]] : []
    switch schema["type"] {
    case "string":
      let unknown = schema["enum"] == nil ? [] : [Wrong(value: "no such value", problem: "unknown value")]
      let types: [JSONValue] = [7, true, ["a"], ["a": "b"]]
      return missing + unknown + (types + placeholders).map { Wrong(value: $0, problem: "not a string") }
    case "integer":
      let half = JSONValue.number(JSONNumber(90.5)!)
      let types: [JSONValue] = [true, "ninety", "90%", half, [1], ["a": 1]]
      let bounds = [schema["minimum"]?.intValue.map { $0 - 1 }, schema["maximum"]?.intValue.map { $0 + 1 }]
      return missing + (types + placeholders).map { Wrong(value: $0, problem: "not a whole number") }
        + bounds.compactMap(\.self).filter { $0 != 0 || required.contains(name) }
        .map { Wrong(value: JSONValue($0), problem: "out of range") }
    case "array" where schema["items"]?["type"] == "object":
      return [7, true].map { Wrong(value: $0, problem: "not a list") }
        + [
          Wrong(
            value: [name == "edits" ? Self.edit : Self.section, 7], problem: "not an object", part: "[1]", got: 7)
        ]
    case "array" where schema["items"]?["enum"] != nil:
      return [7, true, ["a": "b"]].map { Wrong(value: $0, problem: "not a list") }
        + [
          Wrong(
            value: ["zzz"], problem: name == "kinds" ? "no kind" : "no flexible field", part: "[0]", got: "zzz")
        ]
    case "array" where name == "clear_fields":
      return [7, true, ["a": "b"]].map { Wrong(value: $0, problem: "not a list") }
    case "array":
      return missing + [7, true, ["a": "b"]].map { Wrong(value: $0, problem: "not a list") }
        + ([7, nil, [], [:]] as [JSONValue]).map {
          Wrong(value: ["a", $0], problem: "not a string", part: "[1]", got: $0)
        }
    default: return []
    }
  }

  // MARK: Faults

  /// The names of the arguments that the schema finds fault with or does not have, sorted. No schema says that there are
  /// no others: some clients cannot read one that does.
  func faults(of arguments: JSONObject) -> [String] {
    let faults = SchemaChecker.faults(of: .object(arguments), in: tool.inputSchema)
    let unknown = arguments.keys.filter { tool.inputSchema["properties"]?[$0] == nil }
    return Set(faults.map { Self.head(String($0.dropFirst("$.".count))) }).union(unknown).sorted()
  }

  /// The argument that a path begins with.
  static func head(_ path: String) -> String { String(path.prefix { !".[: ".contains($0) }) }
}
