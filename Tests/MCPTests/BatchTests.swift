// BatchTests: arrays of messages, which revision 2025-03-26 alone has.

import XCTest

@testable import MCP

final class BatchTests: XCTestCase {
  private func answers(_ line: String) throws -> [String] {
    Array(try PipeClient.transcript([Line.initialize("2025-03-26"), line]).dropFirst())
  }

  private func error(_ id: String, _ message: String, code: Int = -32600) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"\#(message)"}}"#
  }

  private func pong(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"# }

  func testBatch_whenMixed_getsOneArrayInOrder() throws {
    let notification = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
    let response = #"{"jsonrpc":"2.0","id":9,"result":{}}"#
    let batch = [
      Line.request(1, "ping"), notification, "5", response, Line.call(2, "echo"), #"{"jsonrpc":"2.0","id":3}"#, "[]",
      Line.request(4, "nonsense"),
    ]
    let expected = [
      pong(1), error("null", "A message must be a JSON object, not number."),
      #"{"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"{}"}]}}"#,
      error("3", "method must be a string."), error("null", "A message must be a JSON object, not array."),
      error("4", #"There is no method \"nonsense\" here in revision 2025-03-26."#, code: -32601),
    ]
    XCTAssertEqual(
      try answers("[" + batch.joined(separator: ",") + "]"), ["[" + expected.joined(separator: ",") + "]"])
  }

  func testBatch_whenNothingIsAsked_getsNothing() throws {
    XCTAssertEqual(
      try answers(#"[{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","id":1,"result":{}}]"#), []
    )
  }

  func testBatch_whenEmptyOrWithInitialize_isRefusedAsAWhole() throws {
    XCTAssertEqual(try answers("[]"), [error("null", "A batch must hold a message.")])
    XCTAssertEqual(
      try answers("[\(Line.request(1, "ping")),\(Line.initialize("2025-03-26", id: 2))]"),
      [error("null", "initialize may not be part of a batch.")])
  }

  func testBatch_whenModernRequestIsInIt_refusesThatOne() throws {
    let message = "A request with a protocol version in _meta may not be part of a batch."
    XCTAssertEqual(
      try answers("[\(Line.modern(1, "tools/list")),\(Line.request(2, "ping"))]"),
      ["[\(error("1", message)),\(pong(2))]"])
  }

  func testBatch_whenAnIDIsUsedTwice_refusesTheSecond() throws {
    let message = "A request with this id is in flight; its answer follows. Use another id."
    XCTAssertEqual(
      try answers("[\(Line.request(1, "ping")),\(Line.request(1, "ping")),\(Line.request(2, "ping"))]"),
      ["[\(pong(1)),\(error("null", message)),\(pong(2))]"])
  }

  func testBatch_whenOneCallIsCancelled_leavesItOut() throws {
    let gates = Gates()
    let client = try PipeClient([GateTool(gates: gates), EchoTool()])
    client.send(Line.initialize("2025-03-26"))
    _ = client.receive()
    client.send("[\(Line.call(1, "gate", #"{"name":"a"}"#)),\(Line.request(2, "ping")),\(Line.request(3, "ping"))]")
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.cancel(1))
    XCTAssertEqual(client.receive(), "[\(pong(2)),\(pong(3))]")
  }

  func testBatch_whenAllCallsAreCancelled_getsNothing() throws {
    let gates = Gates()
    let client = try PipeClient([GateTool(gates: gates)])
    client.send(Line.initialize("2025-03-26"))
    _ = client.receive()
    client.send(
      "[\(Line.call(1, "gate", #"{"name":"a","writes":["x"]}"#)),\(Line.call(2, "gate", #"{"name":"b","reads":["x"]}"#))]"
    )
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.cancel(2), Line.cancel(1), Line.request(9, "ping"))
    XCTAssertEqual(client.receive(), pong(9))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertEqual(gates.arrived, ["a"])
  }

  func testBatch_whenCallsEndInAnotherOrder_answersInOrder() throws {
    let gates = Gates()
    let client = try PipeClient([GateTool(gates: gates)])
    client.send(Line.initialize("2025-03-26"))
    _ = client.receive()
    client.send("[\(Line.call(1, "gate", #"{"name":"a"}"#)),\(Line.call(2, "gate", #"{"name":"b"}"#))]")
    XCTAssertTrue(gates.waitForArrival("a") && gates.waitForArrival("b"))
    client.send(Line.request(1, "ping"))
    XCTAssertEqual(
      client.receive(), error("null", "A request with this id is in flight; its answer follows. Use another id."))
    gates.open("b")
    gates.open("a")
    let result = #""result":{"content":[{"type":"text","text":"#
    XCTAssertEqual(
      client.receive(),
      #"[{"jsonrpc":"2.0","id":1,\#(result)"a"}]}},{"jsonrpc":"2.0","id":2,\#(result)"b"}]}}]"#)
  }
}
