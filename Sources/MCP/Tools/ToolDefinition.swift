// ToolDefinition: what a tool tells of itself in tools/list.

import JSON

/// A tool as its callers see it. `ToolRegistry` says what is allowed.
public struct ToolDefinition: Sendable {
  /// What calls name it by.
  public var name: String
  /// For people.
  public var title: String
  /// For agents: when to use it and what it gives.
  public var description: String
  /// The JSON Schema of the arguments.
  public var inputSchema: JSONValue
  /// The JSON Schema of `structuredContent`.
  public var outputSchema: JSONValue
  public var annotations: ToolAnnotations

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
