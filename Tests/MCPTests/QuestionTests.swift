// QuestionTests: a tool asks the human through the client, in both eras.

import JSON
import XCTest

@testable import MCP

/// Asks for a word and answers with what came of it.
private struct AskingTool: Tool {
  let definition = ToolDefinition(
    name: "ask", title: "Ask", description: "Asks.", inputSchema: ["type": "object"],
    outputSchema: ["type": "object"],
    annotations: ToolAnnotations(readOnly: false, destructive: false, idempotent: false, openWorld: false))

  func prepare(_ arguments: JSONObject) -> ToolCall {
    ToolCall(asking: { asker in
      let question = Question(
        message: "Which word?", schema: ["type": "object", "properties": ["word": ["type": "string"]]],
        memo: ["n": arguments["n"] ?? 0])
      switch await asker.ask(question) {
      case .answered(let answer, let memo): return ToolResult(text: Array("\(answer) \(memo.text)".utf8))
      case .handedOver(let result): return result
      case .unavailable(let reason): return ToolResult(text: Array("\(reason)".utf8), isError: true)
      }
    })
  }
}

final class QuestionTests: XCTestCase {
  private func client(
    _ revision: String, _ capabilities: String, limits: ServerLimits = ServerLimits()
  ) throws
    -> PipeClient
  {
    let client = try PipeClient([AskingTool(), EchoTool()], limits: limits)
    client.send(
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(revision)","#
        + #""capabilities":{\#(capabilities)},"clientInfo":{"name":"c","version":"1"}}}"#)
    _ = client.receive()
    return client
  }

  private func text(_ line: String?) throws -> String {
    let result = try JSONParser.parse(try XCTUnwrap(line))["result"]
    return try XCTUnwrap(result?["content"]?.arrayValue?.first?["text"]?.stringValue, line ?? "")
  }

  private let forms = #""elicitation":{}"#

  private func question(_ number: Int, mode: Bool = true) -> String {
    #"{"jsonrpc":"2.0","id":"respec-\#(number)","method":"elicitation/create","params":{"#
      + (mode ? #""mode":"form","# : "")
      + #""message":"Which word?","requestedSchema":{"type":"object","properties":{"word":{"type":"string"}}}}}"#
  }

  private func response(_ number: Int, _ result: String) -> String {
    #"{"jsonrpc":"2.0","id":"respec-\#(number)","result":\#(result)}"#
  }

  // MARK: Legacy

  func testQuestion_whenLegacy_isARequestDuringTheCall() throws {
    for (revision, mode) in [("2025-06-18", false), ("2025-11-25", true)] {
      let client = try client(revision, forms)
      client.send(Line.call(1, "ask", #"{"n":7}"#))
      XCTAssertEqual(client.receive(), question(1, mode: mode))
      // Others are served meanwhile.
      client.send(Line.call(2, "echo"))
      XCTAssertTrue(try XCTUnwrap(client.receive()).contains(#""id":2"#))
      client.send(response(1, #"{"action":"accept","content":{"word":"yes"}}"#))
      XCTAssertEqual(try text(client.receive()), #"accepted({"word":"yes"}) {"n":7}"#.acceptedText)
      // A second answer changes nothing, and one to a question never asked.
      client.send(response(1, #"{"action":"accept","content":{}}"#), response(9, #"{"action":"accept"}"#))
      client.send(Line.call(3, "echo"))
      XCTAssertTrue(try XCTUnwrap(client.receive()).contains(#""id":3"#))
    }
  }

  func testQuestion_whenNotAnswered_saysWhy() throws {
    let client = try client("2025-11-25", forms)
    for (number, (line, expected)) in [
      (#""result":{"action":"decline"}"#, "declined {\"n\":0}"),
      (#""result":{"action":"cancel"}"#, "dismissed {\"n\":0}"),
      (#""result":{"x":1}"#, "failed(\"its answer has no action\")"),
      (#""error":{"code":-32603,"message":"no dialog"}"#, "failed(\"no dialog\")"),
    ].enumerated() {
      client.send(Line.call(number + 1, "ask"))
      XCTAssertEqual(client.receive(), question(number + 1))
      client.send(#"{"jsonrpc":"2.0","id":"respec-\#(number + 1)",\#(line)}"#)
      XCTAssertEqual(try text(client.receive()), expected)
    }
  }

  func testQuestion_whenTheClientShowsNoForms_isNotAsked() throws {
    for (revision, capabilities) in [
      ("2025-11-25", ""), ("2025-11-25", #""elicitation":{"url":{}}"#), ("2025-03-26", forms), ("2024-11-05", forms),
    ] {
      let client = try client(revision, capabilities)
      client.send(Line.call(1, "ask"))
      XCTAssertEqual(try text(client.receive()), "noForms", "\(revision) \(capabilities)")
    }
  }

  func testQuestion_whenTheCallIsCancelled_isWithdrawn() throws {
    let client = try client("2025-11-25", forms)
    client.send(Line.call(1, "ask"))
    XCTAssertEqual(client.receive(), question(1))
    client.send(Line.cancel(1))
    XCTAssertEqual(
      client.receive(),
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"respec-1"}}"#)
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertTrue(client.waitForEnd())
  }

  func testQuestion_whenTheInputEnds_endsAtOnce() throws {
    let client = try client("2025-11-25", forms)
    client.send(Line.call(1, "ask"))
    XCTAssertEqual(client.receive(), question(1))
    let start = ContinuousClock.now
    client.closeInput()
    XCTAssertEqual(try text(client.receive()), "ended")
    XCTAssertTrue(client.waitForEnd())
    XCTAssertLessThan(start.duration(to: .now), .seconds(8), "the server waited for an answer that cannot come")
  }

  func testQuestion_whenAnotherSessionBegins_isWithdrawn() throws {
    let client = try client("2025-11-25", forms)
    client.send(Line.call(1, "ask"))
    XCTAssertEqual(client.receive(), question(1))
    client.send(Line.initialize("2025-11-25", id: 5))
    let lines = [client.receive(), client.receive()].compactMap { $0 }
    XCTAssertTrue(lines.contains { $0.contains(#""requestId":"respec-1""#) }, "\(lines)")
    XCTAssertTrue(lines.contains { $0.contains(#""id":5,"result""#) }, "\(lines)")
  }

  func testQuestion_whenNobodyAnswersInTime_saysSo() throws {
    var limits = ServerLimits()
    limits.questionTime = .milliseconds(50)
    let client = try client("2025-11-25", forms, limits: limits)
    client.send(Line.call(1, "ask"))
    XCTAssertEqual(client.receive(), question(1))
    let lines = [client.receive(), client.receive()]
    XCTAssertEqual(try text(lines.first { $0?.contains(#""id":1"#) == true } ?? nil), "timedOut")
  }

  // MARK: Modern

  private func modern(
    _ id: Int, _ members: String, arguments: String = #"{"n":7}"#, capabilities: String? = nil
  )
    -> String
  {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"ask","arguments":\#(arguments),\#(members)"#
      + #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
      + #""io.modelcontextprotocol/clientCapabilities":{\#(capabilities ?? forms)}}}}"#
  }

  private func ask(_ client: PipeClient, _ id: Int) throws -> String {
    client.send(modern(id, ""))
    let result = try XCTUnwrap(JSONParser.parse(try XCTUnwrap(client.receive()))["result"])
    XCTAssertEqual(result["resultType"], "input_required")
    XCTAssertEqual(
      result["inputRequests"]?["answer"],
      [
        "method": "elicitation/create",
        "params": [
          "mode": "form", "message": "Which word?",
          "requestedSchema": ["type": "object", "properties": ["word": ["type": "string"]]],
        ],
      ])
    XCTAssertNil(result["content"])
    return try XCTUnwrap(result["requestState"]?.stringValue)
  }

  private func answer(_ state: String, _ result: String = #"{"action":"accept","content":{"word":"yes"}}"#) -> String {
    #""inputResponses":{"answer":\#(result)},"requestState":"\#(state)","#
  }

  func testQuestion_whenModern_endsTheCallAndIsAnsweredByItsRepeat() throws {
    let client = try PipeClient([AskingTool()])
    let state = try ask(client, 1)
    client.send(modern(2, answer(state)))
    XCTAssertEqual(try text(client.receive()), #"accepted({"word":"yes"}) {"n":7}"#.acceptedText)
    // The same answer again.
    client.send(modern(3, answer(state)))
    XCTAssertTrue(try XCTUnwrap(client.receive()).contains("belongs to no open question"))
  }

  func testAnswer_whenForgedOrOfAnotherCall_isRefused() throws {
    let client = try PipeClient([AskingTool()])
    let state = try ask(client, 1)
    for line in [
      modern(2, answer("forged")), modern(2, answer(state), arguments: #"{"n":8}"#),
      modern(2, #""inputResponses":{"answer":{"action":"accept"}},"#),
    ] {
      client.send(line)
      let answer = try XCTUnwrap(client.receive())
      XCTAssertTrue(answer.contains(#""code":-32602"#) && answer.contains("belongs to no open question"), answer)
    }
    // The right one is still open.
    client.send(modern(4, answer(state, #"{"action":"decline"}"#)))
    XCTAssertEqual(try text(client.receive()), "declined {\"n\":7}")
  }

  func testAnswer_whenTooLate_isRefused() throws {
    var limits = ServerLimits()
    limits.questionTime = .zero
    let client = try PipeClient([AskingTool()], limits: limits)
    let state = try ask(client, 1)
    client.send(modern(2, answer(state)))
    XCTAssertTrue(try XCTUnwrap(client.receive()).contains("belongs to no open question"))
  }

  func testQuestion_whenAModernClientShowsNoForms_isNotAsked() throws {
    let client = try PipeClient([AskingTool()])
    client.send(modern(1, "", capabilities: ""))
    XCTAssertEqual(try text(client.receive()), "noForms")
  }
}

extension String {
  /// As `QuestionAnswer` describes itself.
  fileprivate var acceptedText: String {
    let object = (try? JSONParser.parse(String(dropFirst("accepted(".count).prefix { $0 != ")" })))?.objectValue
    let memo = drop { $0 != ")" }.dropFirst(2)
    return "\(QuestionAnswer.accepted(object ?? JSONObject())) \(memo)"
  }
}
