// JSONPrettyTests: JSON as people read it.

import JSON
import TestSupport
import XCTest

final class JSONPrettyTests: XCTestCase {
  private func pretty(_ value: JSONValue) -> String { String(decoding: value.pretty, as: UTF8.self) }

  func testPretty_whenNested() {
    let value: JSONValue = [
      "name": "a\n\"b\"", "scores": [1, 2, nil], "list": ["x", []], "none": [:], "inner": ["deep": [["k": true]]],
    ]
    XCTAssertEqual(
      pretty(value),
      #"""
      {
        "name": "a\n\"b\"",
        "scores": [1, 2, null],
        "list": [
          "x",
          []
        ],
        "none": {},
        "inner": {
          "deep": [
            {
              "k": true
            }
          ]
        }
      }
      """#)
  }

  func testPretty_whenScalar_isTheScalar() {
    XCTAssertEqual(pretty(nil), "null")
    XCTAssertEqual(pretty("a"), #""a""#)
  }

  func testPretty_whenRead_isTheValue() throws {
    var random = RandomJSON(seed: 20_261_123)
    for _ in 0..<300 {
      let value = random.value(depth: 4)
      XCTAssertEqual(try JSONParser.parse(value.pretty), value, pretty(value))
    }
  }
}
