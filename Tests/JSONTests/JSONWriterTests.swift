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
    XCTAssertEqual(written("é€😀\u{7F}\u{2028}\u{2029}\u{FEFF}"), "\"é€😀\u{7F}\u{2028}\u{2029}\u{FEFF}\"")
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
