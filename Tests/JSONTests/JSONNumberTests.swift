// JSONNumberTests: the numbers that are integers, exactly, and their doubles.

import JSON
import XCTest

final class JSONNumberTests: XCTestCase {
  func testIntValue_whenIntegerIn64Bits_isExact() throws {
    let cases: [(text: String, value: Int)] = [
      ("0", 0), ("-0", 0), ("-0.0", 0), ("0e99999999999999999999", 0), ("0.000e-5", 0),
      ("90", 90), ("90.0", 90), ("90.000", 90), ("9e1", 90), ("9E+1", 90), ("0.9e2", 90), ("900e-1", 90), ("-9e1", -90),
      ("0.00090e5", 90), ("9000000000000000000000e-20", 90), ("1e18", 1_000_000_000_000_000_000),
      ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.0", 9_007_199_254_740_993),
      ("9223372036854775807", .max), ("9223372036854775807.0", .max), ("9.223372036854775807e18", .max),
      ("-9223372036854775808", .min), ("-9223372036854775808.0", .min), ("-922337203685477580.8e1", .min),
    ]
    for (text, value) in cases { XCTAssertEqual(try number(text).intValue, value, text) }
  }

  func testIntValue_whenFractionOrBeyond64Bits_isNil() throws {
    let texts = [
      "90.5", "0.1", "-0.5", "5e-1", "1e-400", "95e-1", "0.99999999999999999999", "90.00000000000000000001",
      "4503599627370496.1", "9223372036854775808", "9223372036854775808.0", "-9223372036854775809", "1e19",
      "1e300", "-1e300", "1e400", "1e9223372036854775807", "1.5e-9223372036854775808", "1e99999999999999999999",
    ]
    for text in texts { XCTAssertNil(try number(text).intValue, text) }
  }

  func testIntValue_whenTextIsHuge_answersQuickly() throws {
    let zeros = String(repeating: "0", count: 100_000)
    XCTAssertNil(try number("1" + zeros).intValue)
    XCTAssertEqual(try number("7" + zeros + "e-100000").intValue, 7)
    XCTAssertEqual(try number("7." + zeros).intValue, 7)
    XCTAssertNil(try number("0." + zeros + "7").intValue)
  }

  func testDoubleValue_whenRead_isTheNearest() throws {
    XCTAssertEqual(try number("0.1").doubleValue, 0.1)
    XCTAssertEqual(try number("1.7976931348623157e308").doubleValue, .greatestFiniteMagnitude)
    XCTAssertEqual(try number("5e-324").doubleValue, .leastNonzeroMagnitude)
    XCTAssertEqual(try number("1e-400").doubleValue, 0)
    XCTAssertEqual(try number("1e400").doubleValue, .infinity)
    XCTAssertEqual(try number("-1e400").doubleValue, -.infinity)
    XCTAssertEqual(try number("-0").doubleValue.sign, .minus)
    XCTAssertEqual(try number(String(repeating: "9", count: 100_000)).doubleValue, .infinity)
  }

  func testIsPlainInteger_whenPointOrExponent_isFalse() throws {
    for text in ["0", "-12", "123456789012345678901234567890"] {
      XCTAssertTrue(try number(text).isPlainInteger, text)
    }
    for text in ["1.0", "1e2", "1E2"] { XCTAssertFalse(try number(text).isPlainInteger, text) }
  }

  func testInit_whenDoubleIsNotFinite_isNil() {
    XCTAssertNil(JSONNumber(Double.infinity))
    XCTAssertNil(JSONNumber(-Double.infinity))
    XCTAssertNil(JSONNumber(Double.nan))
  }

  func testInit_whenDoubleIsFinite_isJSONThatReadsBackTheSame() throws {
    let values: [Double] = [
      0, -0.0, 0.1, 90, 1e16, 1e20, 1e-7, 123_456.789, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .ulpOfOne, .pi,
    ]
    for value in values {
      let text = try XCTUnwrap(JSONNumber(value)).text
      XCTAssertEqual(try number(text).doubleValue.bitPattern, value.bitPattern, text)
    }
  }

  private func number(_ text: String) throws -> JSONNumber {
    let value = try JSONParser.parse(text)
    guard case .number(let number) = value else { preconditionFailure("the test's \(text) is no number") }
    return number
  }
}
