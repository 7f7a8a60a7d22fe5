// FakeTools: tools whose behaviour a test can predict.

import JSON
import MCP

extension ToolDefinition {
  /// A definition that a registry takes.
  static func fake(_ name: String) -> ToolDefinition {
    ToolDefinition(
      name: name, title: "Title of \(name)", description: "Does \(name).",
      inputSchema: ["type": "object"], outputSchema: ["type": "object"],
      annotations: ToolAnnotations(readOnly: true, destructive: false, idempotent: true, openWorld: false))
  }
}

/// Gives back its arguments, at once.
struct EchoTool: Tool {
  let definition = ToolDefinition.fake("echo")

  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall {
    let bytes = JSONValue.object(arguments).serialized
    return ToolCall { ToolResult(text: bytes, structuredContent: bytes) }
  }
}

/// Fails as a tool does, with a member of `_meta`.
struct FailingTool: Tool {
  let definition = ToolDefinition.fake("fail")

  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall {
    ToolCall {
      ToolResult(text: Array("no \"luck\"".utf8), isError: true, meta: Array(#""respec/error":{"code":"x"}"#.utf8))
    }
  }
}

/// A text of `bytes` bytes.
struct BigTool: Tool {
  let definition = ToolDefinition.fake("big")

  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall {
    let count = arguments["bytes"]?.intValue ?? 0
    return ToolCall { ToolResult(text: Array(repeating: UInt8(ascii: "x"), count: count)) }
  }
}

/// Waits for the gate `name`; touches what `reads` and `writes` say: paths such as `a/*/b`.
struct GateTool: Tool {
  let gates: Gates
  let definition = ToolDefinition.fake("gate")

  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall {
    let name = arguments["name"]?.stringValue ?? ""
    let obeysCancel = arguments["stubborn"] == nil
    let footprint = Footprint(reads: paths(arguments["reads"]), writes: paths(arguments["writes"]))
    return ToolCall(footprint: footprint) { [gates] in
      await gates.pass(name, obeysCancel: obeysCancel)
      return ToolResult(text: Array(name.utf8))
    }
  }

  private func paths(_ value: JSONValue?) -> [AccessScope] {
    (value?.arrayValue ?? []).map { path in
      AccessScope(path.stringValue!.split(separator: "/").map { $0 == "*" ? nil : String($0) })
    }
  }
}
