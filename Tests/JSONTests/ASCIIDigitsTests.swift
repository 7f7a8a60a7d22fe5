// ASCIIDigitsTests: digits of a fixed width.

import XCTest

@testable import JSON

final class ASCIIDigitsTests: XCTestCase {
  func testString_whenTheNumberIsShorter_hasZerosInFront() {
    XCTAssertEqual(String(digitsOf: 7, count: 3), "007")
    XCTAssertEqual(String(digitsOf: 0, count: 2), "00")
    XCTAssertEqual(String(digitsOf: 0xAF, count: 8, isHex: true), "000000af")
  }

  func testString_whenTheNumberIsLonger_hasItsLastDigits() {
    XCTAssertEqual(String(digitsOf: 12_345, count: 4), "2345")
    XCTAssertEqual(String(digitsOf: .max, count: 16, isHex: true), "ffffffffffffffff")
    XCTAssertEqual(String(digitsOf: .max, count: 20), "18446744073709551615")
  }

  func testBytes_whenDigitsAreSet_stayOutsideOfTheirPlaces() {
    var bytes = Array("a????b".utf8)
    bytes.setDigits(of: 42, at: 1..<5)
    XCTAssertEqual(String(decoding: bytes, as: UTF8.self), "a0042b")
  }
}
