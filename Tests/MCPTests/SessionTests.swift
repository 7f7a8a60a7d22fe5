// SessionTests: handshakes that follow one another on one stream, as proxies send them.

import XCTest

@testable import MCP

final class SessionTests: XCTestCase {
  private let gates = Gates()

  private func start(_ session: String = "2025-11-25") throws -> PipeClient {
    let client = try PipeClient([GateTool(gates: gates), EchoTool()])
    client.send(Line.initialize(session))
    XCTAssertNotNil(client.receive())
    return client
  }

  private func gate(_ id: Int, _ name: String, _ rest: String = "") -> String {
    Line.call(id, "gate", #"{"name":"\#(name)"\#(rest)}"#)
  }

  private func result(_ id: Int, _ text: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"result":{"content":[{"type":"text","text":"\#(text)"}]}}"#
  }

  private func pong(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"# }

  /// Sends a handshake and expects its answer next.
  private func begin(_ client: PipeClient, _ revision: String = "2025-11-25", id: Int = 0, line: UInt = #line) {
    client.send(Line.initialize(revision, id: id))
    let answer = client.receive() ?? ""
    XCTAssertTrue(
      answer.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"result":{"protocolVersion":"\#(revision)""#), answer, line: line)
  }

  func testHandshake_whenRepeated_isAnsweredEachTime() throws {
    let lines = [Line.initialize("2025-11-25"), Line.initialize("2025-11-25"), Line.initialize("2025-11-25", id: 1)]
    let answers = try PipeClient.transcript(lines)
    XCTAssertEqual(answers[0], answers[1])
    XCTAssertEqual(answers[2], answers[0].replacing(#""id":0"#, with: #""id":1"#))
  }

  func testHandshake_whenRepeated_choosesTheRevisionAnew() throws {
    let answers = try PipeClient.transcript([
      Line.initialize("2025-11-25"), Line.call(1, "echo"), Line.initialize("2024-11-05"), Line.call(1, "echo"), "[]",
      Line.initialize("2025-03-26"), "[\(Line.request(1, "ping"))]",
    ])
    XCTAssertTrue(answers[1].contains("structuredContent"))
    XCTAssertTrue(answers[2].contains(#""protocolVersion":"2024-11-05""#))
    XCTAssertEqual(answers[3], result(1, "{}"))
    XCTAssertTrue(answers[4].contains(#""id":null"#))
    XCTAssertEqual(answers[6], "[\(pong(1))]")
  }

  func testHandshake_whenRefused_leavesTheSessionAsItIs() throws {
    let client = try start("2024-11-05")
    client.send(gate(1, "a"))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.request(2, "initialize"), Line.modern(3, "initialize"))
    XCTAssertEqual(client.receive()?.contains("-32602"), true)
    XCTAssertEqual(client.receive()?.contains("-32601"), true)
    gates.open("a")
    XCTAssertEqual(client.receive(), result(1, "a"))
  }

  func testCalls_whenSessionEnds_areCancelledAndNotAnswered() throws {
    let client = try start()
    client.send(gate(1, "a", #","writes":["x"]"#), gate(2, "b", #","writes":["x"]"#), gate(3, "c", #","writes":["x"]"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    begin(client, id: 1)
    XCTAssertTrue(gates.waitForCancel("a"))
    client.send(gate(2, "d", #","writes":["x"]"#), Line.cancel(3))
    XCTAssertTrue(gates.waitForArrival("d"))
    gates.open("d")
    XCTAssertEqual(client.receive(), result(2, "d"))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertEqual(gates.arrived, ["a", "d"])
  }

  func testCall_whenItGoesOnAfterItsSession_holdsItsPlace() throws {
    let client = try start()
    client.send(gate(1, "a", #","writes":["x"],"stubborn":true"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    begin(client)
    client.send(gate(1, "b", #","reads":["x"]"#), gate(2, "c"))
    XCTAssertTrue(gates.waitForCancel("a"))
    XCTAssertTrue(gates.waitForArrival("c"))
    XCTAssertEqual(gates.arrived, ["a", "c"])
    gates.open("a")
    XCTAssertTrue(gates.waitForArrival("b"))
    gates.open("b")
    XCTAssertEqual(client.receive(), result(1, "b"))
    gates.open("c")
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [result(2, "c")])
  }

  func testCall_whenStartedLateAndItsSessionEnds_isCancelled() throws {
    let client = try start()
    client.send(gate(1, "a", #","writes":["x"]"#), gate(2, "b", #","writes":["x"]"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    gates.open("a")
    XCTAssertEqual(client.receive(), result(1, "a"))
    XCTAssertTrue(gates.waitForArrival("b"))
    begin(client)
    XCTAssertTrue(gates.waitForCancel("b"))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
  }

  func testCancel_whenItNamesACallOfAnEarlierSession_reachesTheNewOne() throws {
    let client = try start()
    client.send(gate(1, "a", #","stubborn":true"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    begin(client)
    client.send(gate(1, "b"))
    XCTAssertTrue(gates.waitForArrival("b"))
    client.send(Line.cancel(1))
    XCTAssertTrue(gates.waitForCancel("b"))
    gates.open("a")
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
  }

  func testBatch_whenSessionEnds_isNotAnswered() throws {
    let client = try start("2025-03-26")
    client.send("[\(Line.request(1, "ping")),\(gate(2, "a"))]")
    XCTAssertTrue(gates.waitForArrival("a"))
    begin(client, "2025-03-26", id: 2)
    client.send(Line.request(1, "ping"), Line.request(2, "ping"))
    XCTAssertEqual(client.receive(), pong(1))
    XCTAssertEqual(client.receive(), pong(2))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
  }

  func testSubscription_whenSessionEnds_endsWithIt() throws {
    let client = try start()
    client.send(Line.modern(5, "subscriptions/listen", #""notifications":{}"#))
    XCTAssertEqual(client.receive()?.contains("acknowledged"), true)
    begin(client, id: 5)
    client.send(Line.request(5, "ping"))
    XCTAssertEqual(client.receive(), pong(5))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
  }

  /// The first handshake ends nothing: modern requests need none, and stand beside it.
  func testModernRequests_whenFirstHandshakeFollows_goOn() throws {
    let client = try PipeClient([GateTool(gates: gates)])
    client.send(Line.modern(1, "tools/call", #""name":"gate","arguments":{"name":"a"}"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.initialize("2025-11-25", id: 1))
    XCTAssertEqual(client.receive()?.contains("-32600"), true, "the id is in flight")
    client.send(Line.request(2, "tools/list"))
    XCTAssertEqual(client.receive()?.contains("-32602"), true, "a refused handshake begins no session")
    begin(client, id: 3)
    gates.open("a")
    XCTAssertEqual(client.receive()?.hasPrefix(#"{"jsonrpc":"2.0","id":1,"result":{"resultType""#), true)
  }

  func testDeadline_whenCallsOfAnEarlierSessionDoNotEnd_areLeftOut() throws {
    var limits = ServerLimits()
    limits.drainTime = .milliseconds(200)
    let client = try PipeClient([GateTool(gates: gates)], limits: limits)
    client.send(Line.initialize("2025-11-25"))
    XCTAssertNotNil(client.receive())
    client.send(gate(1, "a", #","stubborn":true"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    begin(client)
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertTrue(client.waitForEnd())
    gates.open("a")
  }
}
