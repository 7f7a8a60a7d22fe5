// Left-out arguments: whatever stands for an optional argument of a tool, the call answers and does the same as without it.
//
// Made from the input schemas: a new tool or argument is covered by itself.

import JSON
import MCP
import Models
import Tools

extension ContractGroup {
  /// The tools on the state, a case each.
  public static let arguments = ContractGroup(
    name: "arguments",
    cases: ToolCatalogue.titles.map { tool in
      ContractCase("does the same for \(tool.name) with placeholders as without") { context in
        try await LeftOutArguments(of: tool.name, worlds: ToolWorlds(context)).check()
      }
    })
}

/// Compares the calls of one tool.
private struct LeftOutArguments {
  private let tool: ToolDefinition
  private let worlds: ToolWorlds

  init(of tool: String, worlds: ToolWorlds) async throws {
    self.worlds = worlds
    self.tool = try worlds.definition(of: tool)
  }

  private var names: [String] { tool.inputSchema["properties"]?.objectValue?.keys ?? [] }
  private var required: [String] { tool.inputSchema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

  func check() async throws {
    for seed in seeds {
      let given = try await completed(seed)
      // A reading tool leaves its world as it is.
      let shared = tool.annotations.readOnly ? try await worlds.make() : nil
      let expected = try await outcome(of: given, with: [:], in: shared)
      for name in names where !given.contains(name) {
        for placeholder in placeholders(for: name) {
          let found = try await outcome(of: given, with: [name: placeholder], in: shared)
          try expect(
            found == expected, "\(tool.name), \(given) given, \(name) \(placeholder.text): \(found)\nnot \(expected)")
        }
      }
    }
  }

  /// The arguments that each way of calling begins with.
  private var seeds: [[String]] {
    let ways = ["loop_id", "markdown"].filter { names.contains($0) && !required.contains($0) }
    return [required] + ways.map { required + [$0] }
  }

  /// The names with those that a call must have besides, as its refusals tell.
  private func completed(_ seed: [String]) async throws -> [String] {
    let world = try await worlds.make()
    var given = seed
    while true {
      let reply = try await world.call(tool.name, arguments(given, in: world))
      guard let failure = reply.failure else { return given }
      let missing = failure.details.map(\.path).filter { names.contains($0) && !given.contains($0) }
      try expect(!missing.isEmpty, "\(tool.name) cannot be called with \(given): \(reply.text)")
      given += missing
    }
  }

  private func arguments(_ given: [String], in world: ToolWorld) async throws -> JSONObject {
    var arguments = JSONObject()
    for name in given { arguments[name] = try await value(of: name, in: world) }
    return arguments
  }

  /// What a call says and leaves behind; in a world of its own unless there is a shared one.
  private func outcome(
    of given: [String], with placeholders: JSONObject, in shared: ToolWorld?
  ) async throws -> String {
    let world = if let shared { shared } else { try await worlds.make() }
    let arguments = try await arguments(given, in: world)
    let reply = try await world.call(tool.name, JSONObject(arguments.members + placeholders.members))
    let state = shared == nil ? try await world.state() : []
    return world.anonymous(([reply.text, reply.content, reply.meta] + state).joined(separator: "\n"))
  }

  // MARK: Values

  private func value(of name: String, in world: ToolWorld) async throws -> JSONValue {
    switch name {
    case "project_name": return .string(world.project)
    case "loop_id": return .string(world.loop)
    case "spec_name": return "login"
    case "markdown": return .string(try await world.document(for: tool.name))
    default: break
    }
    let schema = tool.inputSchema["properties"]?[name]
    if let choice = schema?["enum"]?.arrayValue?.first { return choice }
    switch schema?["type"] {
    case "integer": return schema?["minimum"] ?? 0
    case "array": return ["a"]
    case "object": return ["Risks": "r"]
    default: return "Third"
    }
  }

  /// All that counts as left out; docs/contract.md, "Tools".
  private func placeholders(for name: String) -> [JSONValue] {
    let schema = tool.inputSchema["properties"]?[name]
    let empty: [JSONValue] = [nil, "", [], [:]]
    switch schema?["type"] {
    case "integer": return empty + ((schema?["minimum"]?.intValue ?? 0) > 0 ? [0, "0"] : [])
    case "array": return empty + ["[]", "null"]
    case "object": return empty + ["{}", "null"]
    default: return empty + (isWord(name, schema) ? ["null", "None", " undefined ", " "] : [])
    }
  }

  /// True for ids, names, keys, cursors and choices; any other string is a free text.
  private func isWord(_ name: String, _ schema: JSONValue?) -> Bool {
    schema?["enum"] != nil || ["cursor", "idempotency_key"].contains(name)
      || ["_name", "_id", "_title"].contains { name.hasSuffix($0) }
  }
}
