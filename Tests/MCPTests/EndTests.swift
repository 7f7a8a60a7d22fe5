// EndTests: the end of service; nothing that a client does or leaves undone keeps it alive or makes it grow.

import XCTest

@testable import MCP

final class EndTests: XCTestCase {
  private let gates = Gates()

  private func start(
    overSockets: Bool = false, _ change: (inout ServerLimits) -> Void = { _ in }
  ) throws -> PipeClient {
    var limits = ServerLimits()
    change(&limits)
    let client = try PipeClient(
      [GateTool(gates: gates), EchoTool(), BigTool()], limits: limits, overSockets: overSockets)
    client.send(Line.initialize("2025-11-25"))
    _ = client.receive()
    return client
  }

  private func gate(_ id: Int, _ name: String, _ rest: String = "") -> String {
    Line.call(id, "gate", #"{"name":"\#(name)"\#(rest)}"#)
  }

  private func result(_ id: Int, _ text: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"result":{"content":[{"type":"text","text":"\#(text)"}]}}"#
  }

  // MARK: Draining

  func testEndOfInput_whenCallsAreInFlight_answersAllOfThem() throws {
    let client = try start()
    for id in 1...100 { client.send(gate(id, "g\(id)")) }
    client.send(bytes: Array(Line.request(101, "ping").utf8))  // the last line without its line feed
    client.closeInput()
    for id in 1...100 { XCTAssertTrue(gates.waitForArrival("g\(id)")) }
    XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","id":101,"result":{}}"#)
    for id in (1...100).reversed() {
      gates.open("g\(id)")
      XCTAssertEqual(client.receive(), result(id, "g\(id)"))
    }
    XCTAssertEqual(client.receiveAll(), [])
    XCTAssertTrue(client.waitForEnd())
  }

  func testStop_whenCallsAreInFlight_answersThemAndEnds() throws {
    let client = try start()
    client.send(gate(1, "a"))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.stop()
    gates.open("a")
    XCTAssertEqual(client.receiveAll(), [result(1, "a")])
    XCTAssertTrue(client.waitForEnd())
  }

  func testStop_whenIdle_ends() throws {
    let client = try start()
    client.stop()
    XCTAssertTrue(client.waitForEnd())
  }

  func testDeadline_whenCallsDoNotEnd_answersThemWithErrors() throws {
    let client = try start { $0.drainTime = .milliseconds(200) }
    client.send(gate(1, "a", #","writes":["x"],"stubborn":true"#), gate(2, "b", #","reads":["x"]"#))
    client.send(gate(3, "c", #","stubborn":true"#))
    XCTAssertTrue(gates.waitForArrival("a") && gates.waitForArrival("c"))
    client.send(Line.cancel(3))
    client.closeInput()
    let error = #""error":{"code":-32603,"message":"The server is shutting down"#
    XCTAssertEqual(
      client.receiveAll(),
      [
        #"{"jsonrpc":"2.0","id":1,"# + error + " and the call did not end in time. Its outcome is unknown: "
          + #"read back what it was to change before repeating it."}}"#,
        #"{"jsonrpc":"2.0","id":2,"# + error + #". The call was not started; repeat it with a new server."}}"#,
      ])
    XCTAssertTrue(client.waitForEnd())
    XCTAssertTrue(gates.waitForCancel("a"), "what does not end is cancelled")
    for name in ["a", "b", "c"] { gates.open(name) }
  }

  // MARK: A client that does not read

  func testOutput_whenNobodyReads_isBoundedAndNothingIsLost() throws {
    let client = try start { $0.maximumQueuedBytes = 1 << 20 }
    let sent = client.sendUntilFull(Line.call(1, "big", #"{"bytes":10000}"#))
    // One queue, one pipe of output, and what input was read when the queue was full: a chunk and a pipe of calls.
    XCTAssertGreaterThan(sent, 100)
    XCTAssertLessThan(sent, 5_000)
    client.closeInput()
    let answers = client.receiveAll()
    // The last line sent may have been cut by the full pipe.
    XCTAssertTrue((sent...sent + 1).contains(answers.count), "\(sent) sent, \(answers.count) answered")
    let whole = result(1, String(repeating: "x", count: 10_000))
    XCTAssertTrue(answers.prefix(sent).allSatisfy { $0 == whole })
    XCTAssertTrue(client.waitForEnd())
  }

  func testEndOfInput_whenNobodyReads_isNoticed() throws {
    for overSockets in [false, true] {
      let client = try start(overSockets: overSockets) {
        $0.maximumQueuedBytes = 1 << 18
        $0.drainTime = .milliseconds(200)
      }
      _ = client.sendUntilFull(Line.call(1, "big", #"{"bytes":10000}"#))
      client.closeInput()
      XCTAssertTrue(client.waitForEnd())
    }
  }

  func testStop_whenNobodyReads_ends() throws {
    let client = try start {
      $0.maximumQueuedBytes = 1 << 18
      $0.drainTime = .milliseconds(200)
    }
    _ = client.sendUntilFull(Line.call(1, "big", #"{"bytes":10000}"#))
    client.stop()
    XCTAssertTrue(client.waitForEnd())
  }

  func testReading_whenOutputDrains_goesOn() throws {
    for overSockets in [false, true] {
      let client = try start(overSockets: overSockets) { $0.maximumQueuedBytes = 1 << 18 }
      client.sendInBackground((1...500).map { Line.call($0, "big", #"{"bytes":10000}"#) })
      let text = String(repeating: "x", count: 10_000)
      for id in 1...500 { XCTAssertEqual(client.receive(), result(id, text)) }
    }
  }

  func testAnswers_whenLongAndFromManyThreads_neverInterleave() throws {
    let client = try start()
    let names = (1...50).map { String(repeating: "\($0 % 10)", count: 20_000 + $0) }
    client.sendInBackground(names.enumerated().map { gate($0, $1) })
    for name in names { XCTAssertTrue(gates.waitForArrival(name)) }
    DispatchQueue.global().async { [gates] in DispatchQueue.concurrentPerform(iterations: 50) { gates.open(names[$0]) }
    }
    let answers = Set((0..<50).map { _ in client.receive() })
    XCTAssertEqual(answers, Set(names.enumerated().map { result($0, $1) }))
  }

  // MARK: Too much in flight

  func testReading_whenTooManyCallsAreInFlight_pausesUntilOneEnds() throws {
    let client = try start { $0.maximumCalls = 3 }
    client.send(gate(1, "a"), gate(2, "b"), gate(3, "c"), gate(4, "d"), gate(5, "e"))
    for name in ["a", "b", "c"] { XCTAssertTrue(gates.waitForArrival(name)) }
    gates.open("b")
    XCTAssertEqual(client.receive(), result(2, "b"))
    XCTAssertTrue(gates.waitForArrival("d"))
    XCTAssertEqual(gates.arrived, ["a", "b", "c", "d"])
    for name in ["a", "c", "d", "e"] { gates.open(name) }
    XCTAssertEqual(Set((0..<4).map { _ in client.receive() }).count, 4)
  }

  func testReading_whenCallsInFlightAreTooLong_pauses() throws {
    let client = try start { $0.maximumCallBytes = 500 }
    let padding = #","pad":"\#(String(repeating: "x", count: 300))""#
    client.send(gate(1, "a", padding), gate(2, "b", padding), gate(3, "c", padding))
    XCTAssertTrue(gates.waitForArrival("a") && gates.waitForArrival("b"))
    gates.open("a")
    XCTAssertTrue(gates.waitForArrival("c"))
    XCTAssertEqual(gates.arrived, ["a", "b", "c"])
    gates.open("b")
    gates.open("c")
    XCTAssertEqual(Set((0..<3).map { _ in client.receive() }).count, 3)
  }

  func testEndOfInput_whenTooMuchIsInFlight_isNoticedAndAllThatWasReadIsAnswered() throws {
    let client = try start {
      $0.maximumCalls = 1
      $0.drainTime = .milliseconds(200)
    }
    client.send(gate(1, "a", #","stubborn":true"#), Line.call(2, "echo"), Line.call(3, "echo"))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.closeInput()
    let answers = client.receiveAll()
    XCTAssertEqual(answers.count, 3)
    XCTAssertTrue(answers.allSatisfy { $0.contains("-32603") }, "\(answers)")
    XCTAssertTrue(client.waitForEnd())
    gates.open("a")
  }

  // MARK: A client that is gone

  func testOutput_whenClosedWhileIdle_endsService() throws {
    let client = try start()
    client.closeOutput()
    XCTAssertTrue(client.waitForEnd())
  }

  func testOutput_whenClosedWhileCallsAreInFlight_endsServiceWithThem() throws {
    let client = try start()
    client.send(gate(1, "a"))
    XCTAssertTrue(gates.waitForArrival("a"))
    client.closeOutput()
    gates.open("a")
    XCTAssertTrue(client.waitForEnd())
  }

  func testInput_whenClosedAtOnce_endsService() throws {
    XCTAssertEqual(try PipeClient.transcript([]), [])
  }
}
