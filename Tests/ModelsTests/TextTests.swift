// TextTests: the long texts and lists of them.

import JSON
import Models
import XCTest

final class TextTests: XCTestCase {
  private let allowed = "a text that is not blank, at most 262,144 bytes of UTF-8, without U+0000"
  private let flexible = "a text, at most 262,144 bytes of UTF-8, without U+0000"

  func testText_whenAnyUnicode_isKeptByteForByte() throws {
    for text in [" a \n", "e\u{301}", "\u{1}\u{7F}\u{85}", "👩‍👩‍👧", "\r\n# x", "\u{FEFF}a", "\u{FFFF}", " \u{301}"] {
      XCTAssertEqual(scalars(try value(of: Text.self, .string(text)).value), scalars(text))
    }
  }

  func testText_whenBlank_isRefused() {
    for text in ["", " ", "\n\t\r\n", "\u{A0}\u{2028}\u{3000}"] {
      XCTAssertEqual(violations(of: Text.self, .string(text)).map(\.problem), ["blank"])
    }
    assertRefused(Text.self, "", "blank", allowed: allowed, got: #""""#)
  }

  func testText_whenAtTheLimit_isTaken() throws {
    let long = String(repeating: "a", count: 262_144)
    XCTAssertEqual(try value(of: Text.self, .string(long)).value.utf8.count, 262_144)
    XCTAssertEqual(try value(of: FlexibleText.self, .string(long)).value.utf8.count, 262_144)
    let wide = String(repeating: "é", count: 131_072)
    XCTAssertEqual(try value(of: Text.self, .string(wide)).value.utf8.count, 262_144)
  }

  func testText_whenOneByteOver_isRefused() {
    let long = String(repeating: "a", count: 262_145)
    let got = "\"\(String(repeating: "a", count: 60))\"… (262145 bytes)"
    assertRefused(Text.self, .string(long), "too long: 262145 bytes", allowed: allowed, got: got)
    assertRefused(FlexibleText.self, .string(long), "too long: 262145 bytes", allowed: flexible, got: got)
    let wide = String(repeating: "é", count: 131_072) + "a"
    XCTAssertEqual(violations(of: Text.self, .string(wide)).map(\.problem), ["too long: 262145 bytes"])
  }

  func testText_whenItHoldsNUL_isRefused() {
    assertRefused(Text.self, "a\u{0}b", "contains U+0000", allowed: allowed, got: #""a\u0000b""#)
    assertRefused(Text.self, "\u{0}", "contains U+0000", allowed: allowed, got: #""\u0000""#)
    assertRefused(FlexibleText.self, "\u{0}", "contains U+0000", allowed: flexible, got: #""\u0000""#)
  }

  func testFlexibleText_whenEmptyOrBlank_isTaken() throws {
    XCTAssertEqual(try value(of: FlexibleText.self, "").value, "")
    XCTAssertEqual(try value(of: FlexibleText.self, " ").value, " ")
  }

  func testText_whenCanonicallyEquivalent_isAnother() {
    XCTAssertNotEqual(Text(trusted: "\u{E9}"), Text(trusted: "e\u{301}"))
    XCTAssertNotEqual(FlexibleText(trusted: "\u{E9}"), FlexibleText(trusted: "e\u{301}"))
    XCTAssertEqual(Text(trusted: "\u{E9}"), Text(trusted: "\u{E9}"))
  }

  func testText_whenNoString_isRefused() {
    assertRefused(Text.self, 1, "not a string", allowed: allowed, got: "1")
    assertRefused(Text.self, true, "not a string", allowed: allowed, got: "true")
    assertRefused(Text.self, nil, "missing", allowed: allowed, got: "null")
  }

  // MARK: Lists

  func testTextList_when100Texts_isTaken() throws {
    let list = JSONValue.array((1...100).map { .string("issue \($0)") })
    XCTAssertEqual(try value(of: TextList.self, list).values.map(\.value), (1...100).map { "issue \($0)" })
    XCTAssertEqual(try value(of: TextList.self, []).values, [])
  }

  func testTextList_when101Texts_isRefusedOnce() {
    assertRefused(
      TextList.self, .array(Array(repeating: "", count: 101)), "too many", allowed: "a list of at most 100 texts",
      got: "a list of 101")
  }

  func testTextList_whenElementsAreWrong_namesEachOfThem() {
    XCTAssertEqual(
      violations(of: TextList.self, ["a", "", 3, "b", nil, "c\u{0}", ["d"]]),
      [
        Violation(path: "[1]", problem: "blank", allowed: allowed, got: #""""#),
        Violation(path: "[2]", problem: "not a string", allowed: allowed, got: "3"),
        Violation(path: "[4]", problem: "not a string", allowed: allowed, got: "null"),
        Violation(path: "[5]", problem: "contains U+0000", allowed: allowed, got: #""c\u0000""#),
        Violation(path: "[6]", problem: "not a string", allowed: allowed, got: "a list of 1"),
      ])
  }

  func testTextList_whenNoList_isRefused() {
    assertRefused(TextList.self, "a", "a string, not a list", allowed: "a list of at most 100 texts", got: #""a""#)
    assertRefused(TextList.self, nil, "missing", allowed: "a list of at most 100 texts", got: "null")
    assertRefused(TextList.self, ["a": 1], "not a list", allowed: "a list of at most 100 texts", got: "an object of 1")
  }
}
