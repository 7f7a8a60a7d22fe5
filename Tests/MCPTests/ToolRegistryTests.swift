// ToolRegistryTests: tools that clients would stumble over are refused at start.

import JSON
import XCTest

@testable import MCP

private struct AnyTool: Tool {
  var definition = ToolDefinition.fake("any")
  func prepare(_ arguments: JSONObject, for client: ClientInfo) -> ToolCall { ToolCall { ToolResult(text: []) } }
}

final class ToolRegistryTests: XCTestCase {
  private func problem(_ change: (inout ToolDefinition) -> Void) -> String? {
    var tool = AnyTool()
    change(&tool.definition)
    do {
      _ = try ToolRegistry([tool]) { _, _ in nil }
      return nil
    } catch { return (error as? ToolRegistryError)?.problem }
  }

  func testTool_whenSound_isTaken() {
    XCTAssertNil(problem { _ in })
    XCTAssertNil(problem { $0.name = String(repeating: "a", count: 64) })
    XCTAssertNil(problem { $0.description = String(repeating: "é", count: 2_000) })
  }

  func testTool_whenUnsound_isRefused() {
    let name = "the name must be 1-64 of a-z, 0-9 and _"
    for bad in ["", "Get", "get-it", "é", String(repeating: "a", count: 65)] {
      XCTAssertEqual(problem { $0.name = bad }, name)
    }
    let description = "the description must have 1-2000 characters"
    XCTAssertEqual(problem { $0.description = "" }, description)
    XCTAssertEqual(problem { $0.description = String(repeating: "x", count: 2_001) }, description)
    XCTAssertEqual(problem { $0.outputSchema = ["type": "array"] }, "output schema: type must be \"object\"")
  }

  func testInputSchema_whenClientsWouldRefuseIt_isRefused() {
    let cases: [(JSONValue, String)] = [
      (["type": "string"], "input schema: type must be \"object\""),
      (["type": "object", "additionalProperties": false], "input schema: has additionalProperties"),
      (
        ["type": "object", "properties": ["a": ["type": "object", "additionalProperties": ["type": "string"]]]],
        "input schema: has additionalProperties"
      ),
      (["type": "object", "anyOf": []], "input schema: anyOf at the top"),
      (["type": "object", "properties": ["a": ["items": [["$ref": "#"]]]]], "input schema: has $ref"),
    ]
    for (schema, expected) in cases { XCTAssertEqual(problem { $0.inputSchema = schema }, expected) }
  }

  func testName_whenGivenTwice_isRefused() {
    XCTAssertThrowsError(try ToolRegistry([AnyTool(), AnyTool()]) { _, _ in nil }) {
      XCTAssertEqual("\($0)", "tool \"any\": the name is taken")
    }
  }

  func testSuggestion_whenTheNameIsLong_isNotLookedFor() throws {
    let registry = try ToolRegistry([AnyTool()]) { unknown, known in "\(unknown.utf8.count) \(known)" }
    XCTAssertEqual(registry.suggestion(for: String(repeating: "x", count: 64)), #"64 ["any"]"#)
    XCTAssertNil(registry.suggestion(for: String(repeating: "x", count: 65)))
  }
}
