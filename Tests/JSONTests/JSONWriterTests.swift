// JSONWriterTests: the spelling of values.

import JSON
import XCTest

final class JSONWriterTests: XCTestCase {
  func testString_whenControlCharacter_isEscaped() {
    let short = [8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"]
    for code in 0..<32 {
      let expected = short[code] ?? "\\u00" + (code < 16 ? "0" : "") + String(code, radix: 16)
      XCTAssertEqual(written("a\(Unicode.Scalar(UInt8(code)))b"), "\"a\(expected)b\"")
    }
  }

  func testString_whenQuoteOrBackslash_isEscaped() {
    XCTAssertEqual(written(#"""#), #""\"""#)
    XCTAssertEqual(written(#"\"#), #""\\""#)
    XCTAssertEqual(written(#"\\""\"#), #""\\\\\"\"\\""#)
    XCTAssertEqual(written("/"), "\"/\"")
    XCTAssertEqual(written("\r\n"), #""\r\n""#)
  }

  func testString_whenOutsideASCII_isRaw() {
    XCTAssertEqual(written("é€😀\u{7F}\u{FEFF}\u{84}\u{2027}\u{202A}"), "\"é€😀\u{7F}\u{FEFF}\u{84}\u{2027}\u{202A}\"")
  }

  func testString_whenLineSeparator_isEscaped() {
    XCTAssertEqual(written("\u{85}\u{2028}\u{2029}"), #""\u0085\u2028\u2029""#)
    XCTAssertEqual(written("a\u{2028}\\\u{85}é\u{2029}"), #""a\u2028\\\u0085é\u2029""#)
    XCTAssertEqual(JSONValue.object(["\u{2029}": "\u{85}"]).text, #"{"\u2029":"\u0085"}"#)
    XCTAssertEqual(
      try JSONModelEncoder.encode(["\u{2028}": "\u{2028}"]), Array(#"{"\u2028":"\u2028"}"#.utf8))
  }

  /// Long strings are searched several bytes at a time: what is to be escaped is found wherever it stands.
  func testString_whenAnythingStandsAnywhere_isEscapedThere() {
    let escapes = [
      "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\u{1F}": "\\u001f", "\u{85}": "\\u0085", "\u{2028}": "\\u2028",
      "\u{2029}": "\\u2029", "\u{E2}": "â", "\u{2026}": "…", "\u{A0}": "\u{A0}", "\u{7F}": "\u{7F}", "😀": "😀",
    ]
    for (text, escaped) in escapes {
      for before in 0...20 {
        for after in [0, 1, 7, 8, 20] {
          let (head, tail) = (String(repeating: "!", count: before), String(repeating: "~", count: after))
          XCTAssertEqual(written(head + text + tail), "\"\(head)\(escaped)\(tail)\"")
          XCTAssertEqual(written(head + text + text + tail), "\"\(head)\(escaped)\(escaped)\(tail)\"")
        }
      }
    }
  }

  /// Escaped text goes out in portions of a thousand bytes.
  func testString_whenLongerThanAPortion_isWholeWhereverPortionsEnd() {
    for (piece, escaped) in [
      ("\u{1}", "\\u0001"), ("1234567\u{1}", "1234567\\u0001"), ("ab\"", "ab\\\""), ("é\u{2028}", "é\\u2028"),
      ("😀\n", "😀\\n"),
    ] {
      for before in 0...16 {
        let head = String(repeating: "-", count: before)
        XCTAssertEqual(
          written(head + String(repeating: piece, count: 700)), "\"\(head)\(String(repeating: escaped, count: 700))\"")
      }
    }
  }

  func testString_whenEmpty_isTwoQuotes() {
    XCTAssertEqual(written(""), "\"\"")
    XCTAssertEqual(text { $0.string(utf8: []) }, "\"\"")
  }

  func testString_whenGivenAsBytes_isTheSameText() {
    let string = "a\"b\\c\né😀 and a tail longer than a small string"
    XCTAssertEqual(text { $0.string(utf8: Array(string.utf8)) }, written(string))
  }

  func testInteger_whenExtreme_isExact() {
    XCTAssertEqual(text { $0.integer(Int.min) }, "-9223372036854775808")
    XCTAssertEqual(text { $0.integer(UInt64.max) }, "18446744073709551615")
    XCTAssertEqual(text { $0.integer(Int8(-1)) }, "-1")
  }

  func testWriter_whenPartsFollow_areWrittenAsTheyCome() {
    let line = text {
      $0.raw("{\"a\":")
      $0.raw(Array("[1".utf8))
      $0.raw(",")
      $0.bool(true)
      $0.raw(",")
      $0.bool(false)
      $0.raw(",")
      $0.value(nil)
      $0.raw("]}")
    }
    XCTAssertEqual(line, #"{"a":[1,true,false,null]}"#)
  }

  func testValue_whenNested_hasNoWhiteSpaceAndNoLineBreak() {
    let value: JSONValue = ["b\n": ["x\r\n", 1, [:], []], "a": ["c": nil, "d": true]]
    XCTAssertEqual(value.text, #"{"b\n":["x\r\n",1,{},[]],"a":{"c":null,"d":true}}"#)
  }

  private func written(_ string: String) -> String { text { $0.string(string) } }

  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
