// ClientInfoTests: the client that a tool is told of, in both eras.

import JSON
import XCTest

@testable import MCP

/// Answers with the client that calls.
private struct ClientTool: Tool {
  let definition = ToolDefinition.fake("client")

  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall {
    ToolCall { ToolResult(text: Array("\(client.name ?? "-") \(client.version ?? "-")".utf8)) }
  }
}

final class ClientInfoTests: XCTestCase {
  /// The text of the answer to a call.
  private func exchange(_ client: PipeClient, _ line: String) throws -> String? {
    client.send(line)
    let answer = try JSONParser.parse(try XCTUnwrap(client.receive()))
    return answer["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue
  }

  private func handshake(_ id: Int, _ client: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}\#(client)}}"#
  }

  private func call(_ id: Int, _ meta: String = "") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"client","arguments":{}\#(meta)}}"#
  }

  func testClient_whenItsHandshakeNamesIt_isThatOfEveryCall() throws {
    let client = try PipeClient([ClientTool()])
    let info = #","clientInfo":{"name":"codex","version":"2.1","title":"x"}"#
    _ = try exchange(client, handshake(1, info))
    XCTAssertEqual(try exchange(client, call(2)), "codex 2.1")
    _ = try exchange(client, handshake(3, ""))
    XCTAssertEqual(try exchange(client, call(4)), "- -", "another session")
    _ = try exchange(client, handshake(5, #","clientInfo":{"name":7}"#))
    XCTAssertEqual(try exchange(client, call(6)), "- -")
  }

  func testClient_whenARequestNamesIt_isThatOfTheRequest() throws {
    let client = try PipeClient([ClientTool()])
    _ = try exchange(client, handshake(1, #","clientInfo":{"name":"codex","version":"2.1"}"#))
    let modern =
      #","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}"#
    let named = #","io.modelcontextprotocol/clientInfo":{"name":"zed","version":"1"}}"#
    XCTAssertEqual(try exchange(client, call(2, modern + named)), "zed 1")
    XCTAssertEqual(try exchange(client, call(3, modern + "}")), "- -")
    XCTAssertEqual(try exchange(client, call(4)), "codex 2.1")
  }
}
