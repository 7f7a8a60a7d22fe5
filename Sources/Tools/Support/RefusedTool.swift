// RefusedTool: a tool that a read-only server knows and does not offer.

import JSON
import MCP
import Models

/// Answers every call with `read_only`, whatever its arguments; docs/contract.md, "Read-only mode".
struct RefusedTool: Tool {
  let definition: ToolDefinition

  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall {
    let failure = Failure(
      .readOnly,
      "This server is read-only (MCP_READ_ONLY=true), and \(definition.name) would change the state. Nothing was done: use a "
        + "server that may write.")
    return ToolCall { ToolResult(failure, within: .standard) }
  }
}
