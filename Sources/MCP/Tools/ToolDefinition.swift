// ToolDefinition: a tool as tools/list describes it.

import JSON

/// The description of a tool for its callers. `ToolRegistry` checks the ranges.
public struct ToolDefinition: Sendable {
  /// Name for calls: 1–64 of `a-z0-9_`.
  public var name: String
  /// Name for people; sent from revision 2025-03-26 on.
  public var title: String
  /// Advice for agents, when to use it and what it gives: 1–2,000 characters.
  public var description: String
  /// JSON Schema of the arguments, an object; the tool itself refuses what the schema does not name.
  public var inputSchema: JSONValue
  /// JSON Schema of `structuredContent`, an object; sent from revision 2025-06-18 on.
  public var outputSchema: JSONValue
  /// Hints on the tool's behaviour.
  public var annotations: ToolAnnotations

  /// Makes a definition. Nothing is checked before a registry takes it.
  public init(
    name: String, title: String, description: String, inputSchema: JSONValue, outputSchema: JSONValue,
    annotations: ToolAnnotations
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.inputSchema = inputSchema
    self.outputSchema = outputSchema
    self.annotations = annotations
  }
}
