// JSONObjectTests: look-up, change and equality of objects and values.

import JSON
import XCTest

final class JSONObjectTests: XCTestCase {
  private let accented = "\u{E9}"  // é as one scalar
  private let combined = "e\u{301}"  // é as two; String's == finds both equal

  func testSubscript_whenSet_replacesOrAppends() {
    var object = JSONObject([.init(key: "a", value: 1)])
    object["a"] = 2
    object["b"] = nil
    object["c"] = .null
    XCTAssertEqual(JSONValue.object(object).text, #"{"a":2,"c":null}"#)
  }

  func testSubscript_whenNameRepeats_readsAndReplacesTheLast_removesAll() {
    var object = JSONObject([.init(key: "a", value: 1), .init(key: "a", value: 2)])
    XCTAssertEqual(object["a"], 2)
    object["a"] = 3
    XCTAssertEqual(JSONValue.object(object).text, #"{"a":1,"a":3}"#)
    object["a"] = nil
    XCTAssertTrue(object.isEmpty)
  }

  func testSubscript_whenNamesAreCanonicallyEquivalent_keepsThemApart() {
    var object = JSONObject([.init(key: accented, value: 1)])
    XCTAssertNil(object[combined])
    object[combined] = 2
    XCTAssertEqual(object[accented], 1)
    XCTAssertEqual(object[combined], 2)
  }

  func testEquality_whenStringsDifferOnlyInBytes_isFalse() {
    XCTAssertNotEqual(JSONValue.string(accented), .string(combined))
    XCTAssertNotEqual(
      JSONValue.object(.init([.init(key: accented, value: 1)])), .object(.init([.init(key: combined, value: 1)])))
  }

  func testEquality_whenOrderDiffers_isTrue() {
    XCTAssertEqual(["a": 1, "b": [true, nil]] as JSONValue, ["b": [true, nil], "a": 1])
    XCTAssertNotEqual(["a": 1, "b": 2] as JSONValue, ["a": 1])
    XCTAssertNotEqual(["a": nil] as JSONValue, [:])
    XCTAssertNotEqual([1, 2] as JSONValue, [2, 1])
  }

  func testEquality_whenNameRepeats_comparesTheLast() {
    let twice: JSONValue = ["a": 1, "a": 2]
    XCTAssertEqual(twice, twice)
    XCTAssertEqual(twice, ["a": 2])
    XCTAssertNotEqual(twice, ["a": 1, "b": 2])
    XCTAssertNotEqual(["a": 1, "b": 2] as JSONValue, twice)
  }

  func testEquality_whenNumbersAreWrittenDifferently_isFalse() throws {
    XCTAssertNotEqual(try JSONParser.parse("1"), try JSONParser.parse("1.0"))
  }
}
