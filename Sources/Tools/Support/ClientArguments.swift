// ClientArguments: arguments that clients put beside those of a tool.

/// Arguments that clients add to a call of any tool, for themselves. A model cannot leave them out, and a client that meets
/// a refusal calls again with the same: they are ignored, unless a tool has an argument of that name.
enum ClientArguments {
  /// The names, with those who add them.
  private static let names: Set = [
    // n8n's MCP Client Tool hands on all of its input: n8n-io/n8n issues 21500 and 22787.
    "sessionId", "action", "chatInput", "toolCallId",
    // Proxies that write n8n's toolCallId in their own way.
    "tool_call_id",
    // Cline, whose instructions ask for it with every call: cline/cline issues 8256 and 9684.
    "task_progress",
  ]

  /// True for a name that a client adds. Proxies begin theirs with `_`, such as `_sessionID` and `_auth_auth_type`; no tool
  /// has such an argument.
  static func contains(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: "_") || names.contains(name) }
}
