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

  func testTypeName_whenAsked_isWhatMessagesSay() {
    XCTAssertEqual(values.map(\.typeName), ["null", "true", "false", "number", "string", "array", "object"])
  }

  func testEquality_whenTypesDiffer_isFalse() {
    for (index, left) in values.enumerated() {
      for (other, right) in values.enumerated() { XCTAssertEqual(left == right, index == other) }
    }
  }
}
