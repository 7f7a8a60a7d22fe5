// Tool: something an agent can call.

import JSON

/// One tool.
public protocol Tool: Sendable {
  var definition: ToolDefinition { get }

  /// Reads the arguments and says what the call will touch, without doing anything yet.
  ///
  /// Called on the thread that reads the input, in the order of the calls: it must not wait. Wrong arguments make a
  /// call with an empty footprint whose result says what is wrong.
  func prepare(_ arguments: JSONObject) -> ToolCall
}
