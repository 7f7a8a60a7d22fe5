// StartTests: from launch to the first answer.

import EndToEndSupport
import XCTest

final class StartTests: EndToEndTestCase {
  func testFirstAnswer_whenEnvironmentIsEmpty() throws {
    let start = ContinuousClock.now
    let process = try launch()
    let answer = try process.exchange(Message.request(1, "ping"))
    // A guard against waiting for something; milliseconds on a machine that is not busy.
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(1))
    XCTAssertEqual(answer, #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    try assertEnds(process)
  }
}
