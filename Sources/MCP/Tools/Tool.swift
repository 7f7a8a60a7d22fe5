// Tool: an operation that an agent can call.

import JSON

/// An operation with a definition that clients list. Offered through a `ToolRegistry`.
public protocol Tool: Sendable {
  /// The tool's description; the same at every call.
  var definition: ToolDefinition { get }

  /// Reads the arguments and tells which state the call will touch, without doing anything yet.
  ///
  /// `client` is the program that calls. Called on the thread that reads the input, in the order of the calls: it must not wait. Wrong arguments make a
  /// call with an empty footprint whose result says what is wrong.
  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall
}

extension Tool {
  /// Prepares a call of nobody in particular.
  public func prepare(_ arguments: JSONObject) -> ToolCall { prepare(arguments, for: ClientInfo()) }
}
