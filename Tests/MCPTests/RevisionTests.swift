// RevisionTests: each revision gets what it knows and no more.

import XCTest

@testable import MCP

final class RevisionTests: XCTestCase {
  private let info =
    #""io.modelcontextprotocol/serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"}"#

  private func answer(_ revision: String, _ line: String) throws -> String? {
    try PipeClient.transcript([Line.initialize(revision), line]).last
  }

  func testToolsList_whenLegacy() throws {
    let name = #"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"NAME","#
    let body = #""description":"Does NAME.","inputSchema":{"type":"object"}"#
    let hints = #""readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}"#
    let title = #""title":"Title of NAME","#
    let full = title + body + #","outputSchema":{"type":"object"},"annotations":{"# + hints
    let expected = [
      "2024-11-05": body, "2025-03-26": body + #","annotations":{"# + title + hints, "2025-06-18": full,
      "2025-11-25": full,
    ]
    for (revision, tool) in expected {
      let lines = [Line.initialize(revision), Line.request(1, "tools/list"), Line.request(1, "tools/list")]
      let answers = try PipeClient.transcript(lines, tools: [EchoTool()])
      let line = (name + tool + "}]}}").replacing("NAME", with: "echo")
      XCTAssertEqual(Array(answers.dropFirst()), [line, line])
    }
  }

  func testToolsList_whenModern_keepsOrder() throws {
    func tool(_ name: String) -> String {
      #"{"name":"\#(name)","title":"Title of \#(name)","description":"Does \#(name).","#
        + #""inputSchema":{"type":"object"},"outputSchema":{"type":"object"},"#
        + #""annotations":{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}}"#
    }
    XCTAssertEqual(
      try PipeClient.transcript([Line.modern(1, "tools/list")]),
      [
        #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","tools":["# + tool("echo") + "," + tool("fail")
          + #"],"ttlMs":3600000,"cacheScope":"public","_meta":{"# + info + "}}}"
      ])
  }

  func testCall_whenLegacy_carriesStructuredContentFrom2025_06_18() throws {
    let text = #"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\"a\":\"é\"}"}]"#
    for revision in ["2024-11-05", "2025-03-26"] {
      XCTAssertEqual(try answer(revision, Line.call(1, "echo", #"{"a":"\u00e9"}"#)), text + "}}")
    }
    for revision in ["2025-06-18", "2025-11-25"] {
      XCTAssertEqual(
        try answer(revision, Line.call(1, "echo", #"{"a":"é"}"#)), text + #","structuredContent":{"a":"é"}}}"#)
    }
  }

  func testCall_whenToolFails_isAResult() throws {
    let content = #""content":[{"type":"text","text":"no \"luck\""}],"isError":true,"_meta":{"#
    for revision in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
      XCTAssertEqual(
        try answer(revision, Line.call(1, "fail")),
        #"{"jsonrpc":"2.0","id":1,"result":{"# + content
          + #""respec/error":{"code":"x"}}}}"#)
    }
    XCTAssertEqual(
      try PipeClient.transcript([Line.modern(1, "tools/call", #""name":"fail""#)]),
      [
        #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","# + content + info
          + #","respec/error":{"code":"x"}}}}"#
      ])
  }

  func testServerInfo_whenDetailed_isCutToTheRevision() {
    let info = ServerInfo(name: "n", title: "t", version: "1", description: "d", websiteURL: "https://example.com")
    let details = #"{"name":"n","title":"t","version":"1","description":"d","websiteUrl":"https://example.com"}"#
    for (revision, expected) in [
      (ProtocolRevision.v2025_03_26, #"{"name":"n","version":"1"}"#),
      (.v2025_06_18, #"{"name":"n","title":"t","version":"1"}"#), (.v2025_11_25, details), (.v2026_07_28, details),
    ] {
      XCTAssertEqual(info.json(in: revision).text, expected)
    }
  }
}
