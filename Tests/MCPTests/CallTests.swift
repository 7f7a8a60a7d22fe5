// CallTests: order, overtaking, cancelling and ids of calls, over real pipes.

import XCTest

@testable import MCP

final class CallTests: XCTestCase {
  private let gates = Gates()

  private func start(_ session: String = "2025-11-25") throws -> PipeClient {
    let client = try PipeClient([GateTool(gates: gates), EchoTool()])
    client.send(Line.initialize(session))
    _ = client.receive()
    return client
  }

  private func gate(_ id: Int, _ name: String, _ rest: String = "") -> String {
    Line.call(id, "gate", #"{"name":"\#(name)"\#(rest)}"#)
  }

  private func result(_ id: Int, _ text: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"result":{"content":[{"type":"text","text":"\#(text)"}]}}"#
  }

  private func pong(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"# }

  // MARK: Order

  func testCalls_whenIndependent_runAtTheSameTimeAndOvertake() throws {
    let client = try start()
    client.send(gate(1, "a", #","writes":["p/spec/x"]"#), gate(2, "b", #","writes":["p/spec/y"]"#))
    XCTAssertTrue(gates.waitForArrival("a") && gates.waitForArrival("b"))
    client.send(Line.request(3, "ping"))
    XCTAssertEqual(client.receive(), pong(3))
    gates.open("b")
    XCTAssertEqual(client.receive(), result(2, "b"))
    gates.open("a")
    XCTAssertEqual(client.receive(), result(1, "a"))
  }

  func testCalls_whenConflicting_runInOrder() throws {
    let client = try start()
    client.send(
      gate(1, "a", #","writes":["p/spec/x"]"#), gate(2, "b", #","reads":["p"]"#),
      gate(3, "c", #","writes":["*/spec"]"#),
      gate(4, "d", #","reads":["q/loop"]"#))
    XCTAssertTrue(gates.waitForArrival("a") && gates.waitForArrival("d"))
    for name in ["c", "b", "a", "d"] { gates.open(name) }
    let answers = (0..<4).compactMap { _ in client.receive() }
    XCTAssertEqual(answers.filter { !$0.contains(#""id":4"#) }, [result(1, "a"), result(2, "b"), result(3, "c")])
    XCTAssertEqual(gates.arrived, ["a", "d", "b", "c"])
  }

  func testCalls_whenThousandsWaitForEachOther_allRunInOrder() throws {
    let client = try start()
    let count = 3_000
    for name in (1...count).map({ "\($0)" }) { gates.open(name) }
    let lines = [gate(0, "first", #","writes":["x"]"#)] + (1...count).map { gate($0, "\($0)", #","writes":["x"]"#) }
    client.sendInBackground(lines)
    XCTAssertTrue(gates.waitForArrival("first"))
    gates.open("first")
    XCTAssertEqual(client.receive(), result(0, "first"))
    for id in 1...count { XCTAssertEqual(client.receive(), result(id, "\(id)")) }
  }

  // MARK: Cancelling

  func testCancel_whenCallWaits_takesItOut() throws {
    let client = try start()
    client.send(
      gate(1, "a", #","writes":["x"]"#), gate(2, "b", #","writes":["x","y"]"#), gate(3, "c", #","writes":["y"]"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.cancel(2))
    XCTAssertTrue(gates.waitForArrival("c"))
    gates.open("c")
    gates.open("a")
    XCTAssertEqual(Set([client.receive(), client.receive()]), [result(3, "c"), result(1, "a")])
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertEqual(gates.arrived, ["a", "c"])
  }

  func testCancel_whenCallRuns_cancelsItsTaskAndSendsNothing() throws {
    let client = try start()
    client.send(gate(1, "a"))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.cancel(1))
    XCTAssertTrue(gates.waitForCancel("a"))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertTrue(client.waitForEnd())
  }

  func testCancel_whenCallGoesOnRunning_holdsItsPlaceAndFreesItsID() throws {
    let client = try start()
    client.send(gate(1, "a", #","writes":["x"],"stubborn":true"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.send(Line.cancel(1), gate(1, "b", #","writes":["x"]"#), Line.request(9, "ping"))
    XCTAssertTrue(gates.waitForCancel("a"))
    XCTAssertEqual(client.receive(), pong(9))
    XCTAssertEqual(gates.arrived, ["a"])
    gates.open("a")
    XCTAssertTrue(gates.waitForArrival("b"))
    gates.open("b")
    XCTAssertEqual(client.receive(), result(1, "b"))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [])
  }

  func testCancel_whenCallStartedLate_cancelsItsTask() throws {
    let client = try start()
    client.send(gate(1, "a", #","writes":["x"]"#), gate(2, "b", #","writes":["x"]"#))
    XCTAssertTrue(gates.waitForArrival("a"))
    gates.open("a")
    XCTAssertTrue(gates.waitForArrival("b"))
    client.send(Line.cancel(2))
    XCTAssertTrue(gates.waitForCancel("b"))
    client.closeInput()
    XCTAssertEqual(client.receiveAll(), [result(1, "a")])
  }

  func testCancel_whenCallHasEnded_isIgnored() throws {
    let client = try start()
    client.send(Line.call(1, "echo"))
    XCTAssertNotNil(client.receive())
    client.send(Line.cancel(1), Line.cancel(0), Line.request(2, "ping"))
    XCTAssertEqual(client.receive(), pong(2))
  }

  // MARK: Ids in flight

  func testID_whenInFlight_isRefusedInTheSessionsForm() throws {
    let error =
      #""error":{"code":-32600,"message":"A request with this id is in flight; its answer follows. "#
      + #"Use another id."}}"#
    for (session, id) in [("2025-11-25", ""), ("2025-06-18", #""id":null,"#), ("2024-11-05", #""id":null,"#)] {
      let client = try start(session)
      client.send(gate(1, session))
      XCTAssertTrue(gates.waitForArrival(session))
      client.send(Line.call(1, "echo"), Line.request(1, "ping"), Line.modern(1, "tools/list"))
      XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","# + id + error)
      XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","# + id + error)
      XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","# + error, "a modern request")
      client.send(#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#)
      XCTAssertEqual(client.receive()?.contains(#""id":1"#), false)
      client.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}}"#)
      XCTAssertEqual(client.receive()?.contains(#""id":1"#), false, "a line that is not JSON")
      gates.open(session)
      XCTAssertEqual(client.receive(), result(1, session))
      client.send(Line.request(1, "ping"))
      XCTAssertEqual(client.receive(), pong(1))
    }
  }

  func testIDs_whenTextAndNumberLookAlike_areDifferent() throws {
    let client = try start()
    client.send(gate(1, "a"), #"{"jsonrpc":"2.0","id":"1","method":"ping"}"#)
    XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","id":"1","result":{}}"#)
    gates.open("a")
    XCTAssertEqual(client.receive(), result(1, "a"))
  }

  // MARK: Subscriptions

  private let acknowledgement =
    #"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"#
    + #""io.modelcontextprotocol/subscriptionId":5},"notifications":{}}}"#
  private let listen = Line.modern(5, "subscriptions/listen", #""notifications":{"toolsListChanged":true}"#)

  func testSubscription_whenInputEnds_getsItsResult() throws {
    XCTAssertEqual(
      try PipeClient.transcript([listen, Line.request(6, "ping")]),
      [
        acknowledgement, pong(6),
        #"{"jsonrpc":"2.0","id":5,"result":{"resultType":"complete","_meta":{"#
          + #""io.modelcontextprotocol/serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"},"#
          + #""io.modelcontextprotocol/subscriptionId":5}}}"#,
      ])
  }

  func testSubscription_whenCancelled_endsSilently() throws {
    XCTAssertEqual(
      try PipeClient.transcript([listen, Line.cancel(5), Line.request(5, "ping")]), [acknowledgement, pong(5)])
  }

  func testSubscription_whenOpen_keepsItsID() throws {
    let answers = try PipeClient.transcript([listen, Line.request(5, "ping")])
    XCTAssertTrue(answers[1].contains("-32600"), answers[1])
  }

  func testSubscriptions_whenTooMany_areRefused() throws {
    let lines = (1...65).map { Line.modern($0, "subscriptions/listen", #""notifications":{}"#) }
    let answers = try PipeClient.transcript(lines)
    XCTAssertEqual(
      answers[64],
      #"{"jsonrpc":"2.0","id":65,"error":{"code":-32603,"#
        + #""message":"64 subscriptions are open already; cancel one of them first."}}"#)
  }
}
