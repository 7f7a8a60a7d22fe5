// EndTests: the ways in which a session ends, and what is still answered.

import EndToEndSupport
import Foundation
import XCTest

final class EndTests: EndToEndTestCase {
  /// Calls of many kinds, all of them good.
  private func calls(_ count: Int) -> [String] {
    (1...count).map { id in
      switch id % 5 {
      case 0: Message.call(id, "create_loop", #"{"project_name":"p\#(id % 3)","loop_type":"spec"}"#)
      case 1: Message.call(id, "create_spec", Message.spec("p\(id % 3)", "phase \(id)", scopeBytes: 2_000))
      case 2: Message.call(id, "list_projects", #"{"query":"p\#(id % 3)"}"#)
      case 3: Message.call(id, "list_project_plans", #"{"limit":\#(id % 3 + 1)}"#)
      default: Message.request(id, "tools/list")
      }
    }
  }

  private func assertAllAnswered(
    _ lines: [String], _ count: Int, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let ids = try lines.map { try value("id", of: $0).intValue }
    XCTAssertEqual(ids.sorted { ($0 ?? 0) < ($1 ?? 0) }, Array(1...count), file: file, line: line)
    XCTAssertFalse(lines.contains { $0.contains(#""error":"#) || $0.contains(#""isError""#) }, file: file, line: line)
  }

  // MARK: End of input

  func testEndOfInput_when100RequestsAreInFlight() throws {
    let process = try launchSession()
    try process.send(calls(100))
    try assertAllAnswered(try process.finish(), 100)
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }

  func testEndOfInput_whenRequestsAreInABatch() throws {
    let process = try launchSession("2025-03-26")
    try process.send("[" + calls(100).joined(separator: ",") + "]")
    let lines = try process.finish()
    XCTAssertEqual(lines.count, 1)
    XCTAssertEqual(try value("x", of: #"{"x":\#(lines[0])}"#).arrayValue?.count, 100)
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }

  func testEndOfInput_whenThereWasNone() throws {
    try assertEnds(try launch())
    try assertEnds(try launch(input: .devNull))
  }

  func testEndOfInput_whenStandardInputIsNotOpen() throws {
    try assertEnds(try launch(input: .notOpen))
  }

  // MARK: Signals

  /// A server with 60 answers that it cannot write yet, because nobody reads: more than a pipe holds.
  private func launchWithUnwrittenAnswers() throws -> ServerProcess {
    let process = try launchSession()
    let created = try process.exchange(Message.call(900, "create_spec", Message.spec("p", "big", scopeBytes: 35_000)))
    XCTAssertTrue(created.contains(#""version":1"#))
    process.isReading = false
    try process.send(
      (1...60).map { Message.call($0, "get_spec", #"{"project_name":"p","spec_name":"big"}"#) })
    try process.waitUntilInputIsRead()
    return process
  }

  func testSignal_whenRequestsAreInFlight() throws {
    for signal in [SIGTERM, SIGINT, SIGHUP] {
      let process = try launchWithUnwrittenAnswers()
      process.signal(signal)
      process.isReading = true
      try assertAllAnswered(try process.readToEnd(), 60)
      XCTAssertEqual(process.unfinishedLine, [])
      XCTAssertEqual(try process.waitForExit(), .status(0))
    }
  }

  func testSignal_whenIdle() throws {
    for signal in [SIGTERM, SIGINT, SIGHUP] {
      let process = try launchSession()
      process.signal(signal)
      XCTAssertEqual(try process.readToEnd(within: 5), [])
      XCTAssertEqual(try process.waitForExit(within: 5), .status(0))
    }
  }

  func testSignal_whenSecond() throws {
    let process = try launchWithUnwrittenAnswers()
    process.signal(SIGTERM)
    process.signal(SIGINT)
    // At once: well before the time that draining may take.
    let status = try process.waitForExit(within: 5)
    XCTAssertTrue([.status(128 + SIGINT), .status(128 + SIGTERM)].contains(status), "\(status)")
  }

  // MARK: Clients that do not read

  func testClient_whenItClosesTheOutput() throws {
    let process = try launchSession()
    process.closeOutput()
    XCTAssertEqual(try process.waitForExit(within: 5), .status(0))
  }

  func testClient_whenItClosesTheOutputWithAnswersDue() throws {
    let process = try launchWithUnwrittenAnswers()
    process.closeOutput()
    XCTAssertEqual(try process.waitForExit(within: 5), .status(0))
  }

  func testClient_whenItStopsReading() throws {
    let process = try launchSession()
    _ = try process.exchange(Message.call(900, "create_spec", Message.spec("p", "big", scopeBytes: 38_000)))
    process.isReading = false
    let requests = (1...20_000).map { Message.call($0, "get_spec", #"{"project_name":"p","spec_name":"big"}"#) }
    let isHeldBack = try process.flood(requests.flatMap { Array($0.utf8) + [0x0A] }, quietFor: 1)
    XCTAssertTrue(isHeldBack, "the server took 20,000 requests for answers of 76 KB that nobody reads")
    XCTAssertLessThan(try process.peakMemory(), 128 << 20)
    let start = ContinuousClock.now
    process.closeInput()
    XCTAssertEqual(try process.waitForExit(within: 12), .status(0))
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(11))
  }

  func testClient_whenItReadsLate() throws {
    let process = try launchWithUnwrittenAnswers()
    process.isReading = true
    try assertAllAnswered(try process.finish(), 60)
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }

  // MARK: Standard error

  func testStandardError_whenNeverRead() throws {
    let process = try launch(environment: ["MCP_LOG_LEVEL": "trace"], errorOutput: .neverRead)
    // Each bad line is logged; 3,000 log lines are more than any pipe holds.
    try process.send((1...3_000).map { _ in "{" } + [Message.request(1, "ping")])
    let lines = try process.finish()
    XCTAssertEqual(lines.count, 3_001)
    XCTAssertEqual(lines.last, #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }

  func testStandardError_whenNobodyCanReadIt() throws {
    for errorOutput in [ServerProcess.ErrorOutput.hungUp, .notOpen] {
      let process = try launch(errorOutput: errorOutput)
      try process.send("{", Message.request(1, "ping"))
      let lines = try process.finish()
      XCTAssertEqual(lines.last, #"{"jsonrpc":"2.0","id":1,"result":{}}"#, "\(errorOutput)")
      XCTAssertEqual(try process.waitForExit(), .status(0), "\(errorOutput)")
    }
  }
}
