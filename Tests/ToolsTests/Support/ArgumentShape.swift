// ArgumentShape: arguments for a tool, made from its input schema alone.

import JSON
import MCP
import Models
import TestSupport

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

  /// What must be there when a document comes field by field, as it does here: markdown, which takes the place of these
  /// fields, has tests of its own. No schema tells this rule either.
  private static let fields: [String: [String]] = [
    "create_spec": ["phase_name"] + FrozenFields.all.map(\.name), "store_roadmap": RoadmapFields.all.map(\.name),
    "store_project_plan": ProjectPlanFields.all.map(\.name),
  ]

  /// All ways of calling each tool.
  static func all() throws -> [ArgumentShape] { try Toolbox().definitions.flatMap(all) }

  private static func all(of tool: ToolDefinition) throws -> [ArgumentShape] {
    let toolbox = try Toolbox()
    let names = (tool.inputSchema["properties"]?.objectValue?.keys ?? []).filter { $0 != "markdown" }
    let required = required(of: tool)
    let ways = alternatives[tool.name] ?? [[]]
    return ways.map { way in
      let others = Set(ways.joined()).subtracting(way)
      return ArgumentShape(
        tool: tool, toolbox: toolbox, needed: names.filter { required.contains($0) || way.contains($0) },
        optional: names.filter { !required.contains($0) && !way.contains($0) && !others.contains($0) })
    }
  }

  private static func required(of tool: ToolDefinition) -> [String] {
    (tool.inputSchema["required"]?.arrayValue ?? []).compactMap(\.stringValue) + fields[tool.name, default: []]
  }

  /// What is missed in a call without it, other than by a choice between several.
  var required: [String] { Self.required(of: tool) }
  /// True where several ways of naming what the call is about are open.
  var hasAlternatives: Bool { Self.alternatives[tool.name] != nil }

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
    if name == "cursor" { return [cursor(beside: others)] }
    let schema = schema(of: name)
    if let choices = schema["enum"]?.arrayValue { return choices }
    switch schema["type"] {
    case "integer":
      let bounds = [schema["minimum"], schema["maximum"]].compactMap(\.self)
      return bounds + bounds.prefix(1).map { JSONValue.number(JSONNumber(Double($0.intValue!))!) }
    case "array": return [["a"], [], ["a", "ü", "a"]]
    case "object": return [["Risks": "r"], [:], ["a b": "", "ü": "x"]]
    default: return ["Some text", "ü 漢 😀 \u{7f0}1", "  a\u{301}b  "]
    }
  }

  /// A cursor as the list gives it out: their forms are no part of the schemas.
  private func cursor(beside others: [String]) -> JSONValue {
    switch tool.name {
    case "list_history": others.contains("loop_id") ? "h3~0" : "n7"
    case "list_specs": others.contains("query") ? "s500~a" : "s~a"
    case "list_spec_versions": "n7"
    default: "c1785231000000000~0123abef"
    }
  }

  /// A value that the schema refuses, and the one violation that it makes.
  struct Wrong {
    let value: JSONValue
    let problem: String
    /// Where in the value, after the argument's name.
    var part = ""
    /// What the violation quotes, where it is not the whole value.
    var got: JSONValue?
  }

  /// Values that the schema refuses.
  func wrong(_ name: String) -> [Wrong] {
    let schema = schema(of: name)
    let missing = needed.contains(name) ? [Wrong(value: .null, problem: "missing")] : []
    switch schema["type"] {
    case "string":
      let unknown = schema["enum"] == nil ? [] : [Wrong(value: "no such value", problem: "unknown value")]
      return missing + unknown + [7, true, [], ["a"], [:]].map { Wrong(value: $0, problem: "not a string") }
    case "integer":
      let half = JSONValue.number(JSONNumber(90.5)!)
      let types: [JSONValue] = [true, "ninety", "90%", "", half, [], [1], [:]]
      let bounds = [schema["minimum"]?.intValue.map { $0 - 1 }, schema["maximum"]?.intValue.map { $0 + 1 }]
      return missing + types.map { Wrong(value: $0, problem: "not a whole number") }
        + bounds.compactMap(\.self).map { Wrong(value: JSONValue($0), problem: "out of range") }
    case "array":
      return missing + ["a", #"["a"]"#].map { Wrong(value: $0, problem: "a string, not a list") }
        + [7, true, [:]].map { Wrong(value: $0, problem: "not a list") }
        + ([7, nil, [], [:]] as [JSONValue]).map {
          Wrong(value: ["a", $0], problem: "not a string", part: "[1]", got: $0)
        }
    case "object":
      return missing + ["a", #"{"a":"b"}"#].map { Wrong(value: $0, problem: "a string, not an object") }
        + [7, true, []].map { Wrong(value: $0, problem: "not an object") }
        + ([7, nil, [], [:]] as [JSONValue]).map {
          Wrong(value: ["a": "b", "c d": $0], problem: "not a string", part: #"."c d""#, got: $0)
        }
    default: return []
    }
  }

  // MARK: Faults

  /// The names of the arguments that the schema finds fault with, and of fields that are missing, sorted.
  func faults(of arguments: JSONObject) -> [String] {
    let faults = SchemaChecker.faults(of: .object(arguments), in: tool.inputSchema)
    let missing = Self.fields[tool.name, default: []].filter { arguments[$0] == nil }
    return Set(faults.map { Self.head(String($0.dropFirst("$.".count))) } + missing).sorted()
  }

  /// The argument that a path begins with.
  static func head(_ path: String) -> String { String(path.prefix { !".[: ".contains($0) }) }
}
