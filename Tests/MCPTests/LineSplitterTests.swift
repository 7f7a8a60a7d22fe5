// LineSplitterTests: every way in which input can be cut up.

import XCTest

@testable import MCP

final class LineSplitterTests: XCTestCase {
  private func split(_ text: String, by size: Int, maximum: Int = 8, finishing: Bool = true) -> [String] {
    var splitter = LineSplitter(maximumLineBytes: maximum)
    var events: [String] = []
    func drain() {
      while let event = splitter.next() {
        switch event {
        case .line(let bytes): events.append(String(decoding: bytes, as: UTF8.self))
        case .tooLong(let beginning):
          // Its length depends on how the input is cut up.
          XCTAssertTrue(beginning.count >= maximum && text.utf8.contains(beginning))
          events.append("<too long>")
        }
      }
    }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      splitter.append(rest.prefix(size))
      rest = rest.dropFirst(size)
      drain()
    }
    if finishing { splitter.finish() }
    drain()
    return events
  }

  func testLines_whenCutAnywhere() {
    for size in 1...30 {
      XCTAssertEqual(split("one\ntwo\n\n \t\r\nthree\r\nfour", by: size), ["one", "two", "three\r", "four"])
    }
  }

  func testLine_whenExactlyAsLongAsAllowed() {
    for size in 1...20 { XCTAssertEqual(split("12345678\n1234567", by: size), ["12345678", "1234567"]) }
  }

  func testLongLine_whenCutAnywhere_isReportedOnceAndSkipped() {
    for size in 1...40 {
      XCTAssertEqual(
        split("ok\n123456789012345678901234567890\nnext\n", by: size), ["ok", "<too long>", "next"], "by \(size)")
    }
  }

  func testLongLine_whenNotEnded_isReportedBeforeItsEnd() {
    XCTAssertEqual(split("123456789", by: 3, finishing: false), ["<too long>"])
    XCTAssertEqual(split("123456789", by: 3), ["<too long>"])
  }

  func testLongLine_whenFollowedByAnother_isReportedTwice() {
    for size in 1...30 {
      XCTAssertEqual(split("123456789\n123456789\n1", by: size), ["<too long>", "<too long>", "1"])
    }
  }

  func testLongLine_whenReported_showsItsFirst4096Bytes() {
    let line = (0..<3_000).map { "\($0)," }.joined()
    for size in [1_000, 9_000, 20_000] {
      var splitter = LineSplitter(maximumLineBytes: 8_192)
      var rest = Array((line + "\n").utf8)[...]
      var events: [LineSplitter.Event] = []
      while !rest.isEmpty {
        splitter.append(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let event = splitter.next() { events.append(event) }
      }
      XCTAssertEqual(events, [.tooLong(beginning: Array(line.utf8.prefix(4_096)))], "by \(size)")
    }
  }

  func testLastLine_whenInputGoesOn_isKeptBack() {
    XCTAssertEqual(split("one\ntwo", by: 5, finishing: false), ["one"])
  }

  func testNothing_whenInputIsEmptyOrBlank() {
    XCTAssertEqual(split("", by: 1), [])
    XCTAssertEqual(split("\n\n \n\r\n  ", by: 1), [])
  }
}
