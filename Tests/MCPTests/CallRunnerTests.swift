// CallRunnerTests: calls of any method, tools or not, and the line that each ends in.

import Foundation
import Platform
import XCTest

@testable import MCP

final class CallRunnerTests: XCTestCase {
  private var ends: [Int32] = [0, 0]

  override func setUp() { XCTAssertEqual(pipe(&ends), 0) }

  override func tearDown() { for end in ends { close(end) } }

  /// Everything that one call with the id 1 puts out.
  private func output(of call: PreparedCall) throws -> String {
    let wakeup = try Wakeup()
    let writer = MessageWriter(output: OutputDescriptor(ends[1]), wakeup: wakeup)
    let runner = CallRunner(writer: writer, wakeup: wakeup)
    let id = try XCTUnwrap(RequestID(1))
    XCTAssertTrue(runner.claim(id, for: .line))
    runner.submit(InFlightRequests.Call(id: id, size: 10, destination: .line, prepared: call))
    writer.flush()
    XCTAssertEqual(runner.load.calls, 0)
    var bytes = [UInt8](repeating: 0, count: 1_000)
    let count = read(ends[0], &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  func testCall_whenItHasAResult_putsItIntoTheAnswer() throws {
    let call = PreparedCall(footprint: Footprint()) { $0.raw(#"{"contents":[]}"#) }
    XCTAssertEqual(try output(of: call), #"{"jsonrpc":"2.0","id":1,"result":{"contents":[]}}"# + "\n")
  }

  func testCall_whenItFails_isAnsweredWithTheErrorAlone() throws {
    let call = PreparedCall(footprint: Footprint()) { writer throws(RPCError) in
      writer.raw(#"{"contents":["#)
      throw RPCError(.invalidParams, "There is no such resource.")
    }
    XCTAssertEqual(
      try output(of: call),
      #"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"There is no such resource."}}"# + "\n")
  }
}
