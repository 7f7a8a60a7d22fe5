// OutputQueueTests: bytes go out in order, whoever writes them and however little the output takes.

import XCTest

@testable import MCP

final class OutputQueueTests: XCTestCase {
  private func text(_ portion: OutputQueue.Portion?) -> String? {
    portion.map { String(decoding: $0.remaining, as: UTF8.self) }
  }

  func testQueue_whenEmpty_hasNothingToWrite() {
    var queue = OutputQueue()
    XCTAssertNil(queue.beginWriting())
    XCTAssertEqual(queue.count, 0)
  }

  func testLines_whenSomeoneIsWriting_waitForTheNextPortion() throws {
    var queue = OutputQueue()
    queue.append(Array("a".utf8))
    let first = try XCTUnwrap(queue.beginWriting())
    queue.append(Array("b".utf8))
    XCTAssertNil(queue.beginWriting(), "one writer at a time")
    XCTAssertEqual(queue.count, 4)
    XCTAssertEqual(queue.endWriting(first, .wrote(2)), .none)
    XCTAssertEqual(text(queue.beginWriting()), "b\n")
  }

  func testRest_whenOutputTakesLittle_goesBeforeWhatCameLater() throws {
    var queue = OutputQueue()
    queue.append(Array("abcd".utf8))
    var portion = try XCTUnwrap(queue.beginWriting())
    queue.append(Array("later".utf8))
    XCTAssertEqual(queue.endWriting(portion, .wrote(1)), .blocked)
    XCTAssertNil(queue.beginWriting(), "blocked until the output polls as writable")
    XCTAssertEqual(queue.count, 10)
    queue.unblock()
    portion = try XCTUnwrap(queue.beginWriting())
    XCTAssertEqual(text(portion), "bcd\n")
    XCTAssertEqual(queue.endWriting(portion, .wrote(0)), .blocked)
    queue.unblock()
    portion = try XCTUnwrap(queue.beginWriting())
    XCTAssertEqual(queue.endWriting(portion, .wrote(4)), .none)
    XCTAssertEqual(text(queue.beginWriting()), "later\n")
  }

  func testQueue_whenOutputIsClosed_dropsEverything() throws {
    var queue = OutputQueue()
    queue.append(Array("a".utf8))
    let portion = try XCTUnwrap(queue.beginWriting())
    queue.append(Array("b".utf8))
    XCTAssertEqual(queue.endWriting(portion, .closed(code: 32)), .closed)
    queue.append(Array("c".utf8))
    XCTAssertEqual(queue.count, 0)
    XCTAssertNil(queue.beginWriting())
  }

  func testMessage_whenAResultHoldsLineBreaks_staysOneLine() {
    var queue = OutputQueue()
    queue.append(Array("{\n\"a\":\r\n1}".utf8))
    queue.append(Array("{}".utf8))
    XCTAssertEqual(queue.beginWriting().map { Array($0.remaining) }, Array("{ \"a\":  1}\n{}\n".utf8))
  }
}
