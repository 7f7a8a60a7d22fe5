// JSONValueTests: a value asked for a type that it has or has not.

import JSON
import XCTest

final class JSONValueTests: XCTestCase {
  private let values: [JSONValue] = [nil, true, false, 90, "text", [1], ["a": 1]]

  func testAccessors_whenTypeDiffers_areNil() {
    XCTAssertEqual(values.map(\.intValue), [nil, nil, nil, 90, nil, nil, nil])
    XCTAssertEqual(values.map(\.stringValue), [nil, nil, nil, nil, "text", nil, nil])
    XCTAssertEqual(values.map(\.arrayValue), [nil, nil, nil, nil, nil, [1], nil])
    XCTAssertEqual(values.map(\.objectValue?.keys), [nil, nil, nil, nil, nil, nil, ["a"]])
    XCTAssertEqual(values.map { $0["a"] }, [nil, nil, nil, nil, nil, nil, 1])
    XCTAssertNil(values[6]["b"])
  }

  /// Names and strings are compared several bytes at a time.
  func testEquality_whenOneByteDiffers_isFalseWhereverItStands() {
    for count in 0...20 {
      let text = String(repeating: "a", count: count)
      XCTAssertEqual(JSONValue.string(text), .string(String(text)))
      for place in 0..<count {
        var bytes = Array(text.utf8)
        bytes[place] = 0x62
        let other = String(decoding: bytes, as: UTF8.self)
        XCTAssertNotEqual(JSONValue.string(text), .string(other))
        XCTAssertNil(JSONValue.object(JSONObject([.init(key: text, value: 1)]))[other])
      }
    }
    XCTAssertNotEqual(JSONValue.string("\u{E9}\u{301}"), .string("e\u{301}\u{301}"))
    XCTAssertNotEqual(JSONValue.string("q\u{307}\u{323}"), .string("q\u{323}\u{307}"))
  }

  func testTypeName_whenAsked_isWhatMessagesSay() {
    XCTAssertEqual(values.map(\.typeName), ["null", "true", "false", "number", "string", "array", "object"])
  }

  func testEquality_whenTypesDiffer_isFalse() {
    for (index, left) in values.enumerated() {
      for (other, right) in values.enumerated() { XCTAssertEqual(left == right, index == other) }
    }
  }
}
