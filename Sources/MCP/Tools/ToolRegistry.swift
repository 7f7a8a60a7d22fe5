// ToolRegistry: the tools on offer, in their order. A tool that clients would stumble over cannot get in.

import JSON

/// A fixed set of tools.
public struct ToolRegistry: Sendable {
  /// Longest description: clients cut at about 2 KB.
  public static let maximumDescriptionCharacters = 2_000

  /// Longest name of a tool.
  private static let maximumNameBytes = 64

  /// The definitions in the order of registration, which `tools/list` keeps.
  public let definitions: [ToolDefinition]
  private let tools: [String: any Tool]
  /// Finds the name that was meant; see `init`.
  private let suggest: @Sendable (_ unknown: String, _ known: [String]) -> String?

  /// Takes `tools` in the order in which they are to be listed.
  ///
  /// - Parameter unlisted: tools that can be called and are not listed.
  /// - Parameter suggest: gives the known name that was probably meant by an unknown one of 64 bytes at most, nil when
  ///   none is close enough.
  /// - Throws: `ToolRegistryError` for a name given twice or not made of 1–64 of `a-z0-9_`; an empty or too long
  ///   description; an input schema that is not `type: object`, or that has a `$ref` or `additionalProperties` anywhere
  ///   or `oneOf`, `anyOf` or `allOf` at the top, which several clients refuse; an output schema that is not
  ///   `type: object`.
  public init(
    _ tools: [any Tool], unlisted: [any Tool] = [],
    suggest: @escaping @Sendable (_ unknown: String, _ known: [String]) -> String?
  ) throws {
    var byName: [String: any Tool] = [:]
    var definitions: [ToolDefinition] = []
    for (index, tool) in (tools + unlisted).enumerated() {
      let definition = tool.definition
      if let problem = Self.problem(of: definition) {
        throw ToolRegistryError(tool: definition.name, problem: problem)
      }
      guard byName.updateValue(tool, forKey: definition.name) == nil else {
        throw ToolRegistryError(tool: definition.name, problem: "the name is taken")
      }
      if index < tools.count { definitions.append(definition) }
    }
    self.definitions = definitions
    self.tools = byName
    self.suggest = suggest
  }

  /// The tool of that name, nil when there is none.
  public subscript(name: String) -> (any Tool)? { tools[name] }

  /// The name that was probably meant by `name`, which no tool has; nil when none is close enough.
  func suggestion(for name: String) -> String? {
    // A longer name cannot be a slip, and may be megabytes long.
    guard name.utf8.count <= Self.maximumNameBytes else { return nil }
    return suggest(name, definitions.map(\.name))
  }

  private static func problem(of definition: ToolDefinition) -> String? {
    guard (1...maximumNameBytes).contains(definition.name.utf8.count), definition.name.utf8.allSatisfy(isNameByte)
    else {
      return "the name must be 1-64 of a-z, 0-9 and _"
    }
    guard (1...maximumDescriptionCharacters).contains(definition.description.count) else {
      return "the description must have 1-\(maximumDescriptionCharacters) characters"
    }
    if let problem = problem(ofInput: definition.inputSchema) { return "input schema: \(problem)" }
    return definition.outputSchema["type"] == "object" ? nil : "output schema: type must be \"object\""
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func problem(ofInput schema: JSONValue) -> String? {
    guard schema["type"] == "object" else { return "type must be \"object\"" }
    for keyword in ["oneOf", "anyOf", "allOf"] where schema[keyword] != nil { return "\(keyword) at the top" }
    return ["$ref", "additionalProperties"].first { has($0, in: schema) }.map { "has \($0)" }
  }

  private static func has(_ keyword: String, in schema: JSONValue) -> Bool {
    switch schema {
    case .object(let object): object.members.contains { $0.key == keyword || has(keyword, in: $0.value) }
    case .array(let elements): elements.contains { has(keyword, in: $0) }
    default: false
    }
  }
}
