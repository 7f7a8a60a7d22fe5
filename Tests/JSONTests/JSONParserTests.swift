// JSONParserTests: the texts that the parser reads and refuses, and the place of the fault.

import JSON
import XCTest

final class JSONParserTests: XCTestCase {
  // MARK: Accepted

  /// Strings are searched several bytes at a time.
  func testString_whenAnythingStandsAnywhere_isReadWhole() {
    for piece in ["\"", "\\", "\n", "\u{1F}", "\u{7F}", "é", "\u{85}", "\u{2028}", "😀"] {
      for before in 0...20 {
        for after in [0, 1, 7, 8, 20] {
          let text = String(repeating: "!", count: before) + piece + String(repeating: "~", count: after)
          XCTAssertEqual(try JSONParser.parse(JSONValue.string(text).serialized), .string(text))
        }
      }
    }
  }

  func testString_whenControlCharacterStandsAnywhere_isRefusedThere() {
    for before in 0...20 {
      let letters = String(repeating: "a", count: before)
      let bytes = Array("\"\(letters)\u{1}aaaaaaaaaaaaaaaa\"".utf8)
      assertRefused(bytes, .controlCharacter, before + 1, "\(before) characters before it")
    }
  }

  func testParse_whenValid_writesTheSameAgain() {
    let cases: [(text: String, written: String)] = [
      ("null", "null"),
      ("true", "true"),
      ("false", "false"),
      (" \t\r\n null \n", "null"),
      ("0", "0"),
      ("-0", "-0"),
      ("-0.0", "-0.0"),
      ("2.50", "2.50"),
      ("1E+2", "1E+2"),
      ("1e-02", "1e-02"),
      ("0e0", "0e0"),
      ("1e400", "1e400"),
      ("9223372036854775807", "9223372036854775807"),
      ("-9223372036854775808", "-9223372036854775808"),
      ("18446744073709551615", "18446744073709551615"),
      ("123456789012345678901234567890.5", "123456789012345678901234567890.5"),
      (#""""#, #""""#),
      (#""plain""#, #""plain""#),
      (#""\"\\\/\b\f\n\r\t""#, #""\"\\/\b\f\n\r\t""#),
      (#""\u0041\u00e9\u20AC\uD83D\ude00""#, #""Aé€😀""#),
      (#""\u0000\u001F""#, #""\u0000\u001f""#),
      (#""a\u0000b""#, #""a\u0000b""#),
      ("\"é€😀\u{2028}\u{FFFF}\u{7F}\"", "\"é€😀\\u2028\u{FFFF}\u{7F}\""),
      (#""e\u0301""#, "\"e\u{301}\""),
      ("\"\u{FEFF}\"", "\"\u{FEFF}\""),
      ("[]", "[]"),
      ("[ ]", "[]"),
      ("{}", "{}"),
      ("{ }", "{}"),
      ("[1 , [ ] , {} , null]", "[1,[],{},null]"),
      (#" { "a" : 1 , "b" : { "c" : [ true ] } } "#, #"{"a":1,"b":{"c":[true]}}"#),
      (#"{"":""}"#, #"{"":""}"#),
      (#"{"a":1,"a":2}"#, #"{"a":1,"a":2}"#),
      (#"{"\u0061":1}"#, #"{"a":1}"#),
    ]
    for (text, written) in cases {
      // Bytes are compared, because String's == takes é and e with an accent for the same.
      XCTAssertEqual(try JSONParser.parse(text).serialized, Array(written.utf8), text)
    }
  }

  func testParse_whenNumberIsHuge_keepsEveryDigit() throws {
    let digits = String(repeating: "9", count: 100_000)
    XCTAssertEqual(try JSONParser.parse(digits).text, digits)
  }

  func testParse_whenNameRepeats_lastCountsAndAllAreKept() throws {
    let value = try JSONParser.parse(#"{"a":1,"b":2,"a":3}"#)
    XCTAssertEqual(value["a"], 3)
    XCTAssertEqual(value.objectValue?.keys, ["a", "b", "a"])
  }

  func testParse_whenPartOfALargerBuffer_readsOnlyThatPart() throws {
    let bytes = Array(#"12345"#.utf8)
    let value = try bytes.withUnsafeBufferPointer { try JSONParser.parse(UnsafeBufferPointer(rebasing: $0[1..<3])) }
    XCTAssertEqual(value, 23)
  }

  // MARK: Refused

  func testParse_whenInvalid_saysWhyAndWhere() {
    let cases: [(text: String, reason: JSONParseError.Reason, offset: Int)] = [
      // Nothing there
      ("", .unexpectedEnd, 0),
      (" \n\t ", .unexpectedEnd, 4),
      // Values
      ("nul", .unexpectedEnd, 3),
      ("nulL", .unexpectedCharacter, 3),
      ("True", .unexpectedCharacter, 0),
      ("undefined", .unexpectedCharacter, 0),
      ("'a'", .unexpectedCharacter, 0),
      ("1 2", .trailingCharacters, 2),
      ("nullx", .trailingCharacters, 4),
      ("{}}", .trailingCharacters, 2),
      ("[1] // one", .trailingCharacters, 4),
      ("/* one */ 1", .unexpectedCharacter, 0),
      ("[1, # one\n2]", .unexpectedCharacter, 4),
      ("\u{FEFF}1", .unexpectedCharacter, 0),
      ("\u{A0}1", .unexpectedCharacter, 0),
      ("\u{C}1", .unexpectedCharacter, 0),
      ("\u{0}", .unexpectedCharacter, 0),
      ("1\u{0}", .trailingCharacters, 1),
      ("[\u{0}]", .unexpectedCharacter, 1),
      // Arrays and objects
      ("[", .unexpectedEnd, 1),
      ("[1", .unexpectedEnd, 2),
      ("[1,", .unexpectedEnd, 3),
      ("[1,]", .unexpectedCharacter, 3),
      ("[,1]", .unexpectedCharacter, 1),
      ("[1,,2]", .unexpectedCharacter, 3),
      ("[1 2]", .unexpectedCharacter, 3),
      ("[1}", .unexpectedCharacter, 2),
      ("]", .unexpectedCharacter, 0),
      ("{", .unexpectedEnd, 1),
      (#"{"a""#, .unexpectedEnd, 4),
      (#"{"a":"#, .unexpectedEnd, 5),
      (#"{"a":1"#, .unexpectedEnd, 6),
      (#"{"a":1,"#, .unexpectedEnd, 7),
      (#"{"a":1,}"#, .unexpectedCharacter, 7),
      (#"{,}"#, .unexpectedCharacter, 1),
      (#"{a:1}"#, .unexpectedCharacter, 1),
      (#"{1:1}"#, .unexpectedCharacter, 1),
      (#"{"a" 1}"#, .unexpectedCharacter, 5),
      (#"{"a":}"#, .unexpectedCharacter, 5),
      (#"{"a"}"#, .unexpectedCharacter, 4),
      (#"{"a":1 "b":2}"#, .unexpectedCharacter, 7),
      (#"{"a":1]"#, .unexpectedCharacter, 6),
      // Numbers
      ("01", .invalidNumber, 1),
      ("-01", .invalidNumber, 2),
      ("00", .invalidNumber, 1),
      ("-", .invalidNumber, 1),
      ("--1", .invalidNumber, 1),
      ("+1", .unexpectedCharacter, 0),
      (".5", .unexpectedCharacter, 0),
      ("-.5", .invalidNumber, 1),
      ("1.", .invalidNumber, 2),
      ("1.e5", .invalidNumber, 2),
      ("1e", .invalidNumber, 2),
      ("1e+", .invalidNumber, 3),
      ("1e1.5", .trailingCharacters, 3),
      ("1.2.3", .trailingCharacters, 3),
      ("0x10", .trailingCharacters, 1),
      ("1_000", .trailingCharacters, 1),
      ("NaN", .unexpectedCharacter, 0),
      ("Infinity", .unexpectedCharacter, 0),
      ("-Infinity", .invalidNumber, 1),
      ("١", .unexpectedCharacter, 0),
      // Strings
      (#"""#, .unexpectedEnd, 1),
      (#""a"#, .unexpectedEnd, 2),
      (#""a\"#, .unexpectedEnd, 3),
      (#""\""#, .unexpectedEnd, 3),
      ("\"a\nb\"", .controlCharacter, 2),
      ("\"a\tb\"", .controlCharacter, 2),
      ("\"\u{0}\"", .controlCharacter, 1),
      ("\"\u{1F}\"", .controlCharacter, 1),
      (#""\x41""#, .invalidEscape, 2),
      (#""\'""#, .invalidEscape, 2),
      (#""\U0041""#, .invalidEscape, 2),
      ("\"\\\u{0}\"", .invalidEscape, 2),
      ("\"\\\n\"", .invalidEscape, 2),
      (#""\u""#, .invalidEscape, 3),
      (#""\u004""#, .invalidEscape, 6),
      (#""\u00g1""#, .invalidEscape, 5),
      (#""\u+041""#, .invalidEscape, 3),
      (#""\u00"#, .unexpectedEnd, 5),
      // Surrogates: the offset is that of the escape whose other half is missing
      (#""ab\ud800""#, .loneSurrogate, 3),
      (#""\ud800x""#, .loneSurrogate, 1),
      (#""\ud800\n""#, .loneSurrogate, 1),
      (#""\ud800\u0041""#, .loneSurrogate, 1),
      (#""\ud800\ud800""#, .loneSurrogate, 1),
      (#""\udc00""#, .loneSurrogate, 1),
      (#""\udc00\ud800""#, .loneSurrogate, 1),
      (#""\ud83d\ude00\ude00""#, .loneSurrogate, 13),
      (#""\ud800\u00"#, .unexpectedEnd, 11),
      (#""\ud800"#, .loneSurrogate, 1),
      (#"{"\ud800":1}"#, .loneSurrogate, 2),
    ]
    for (text, reason, offset) in cases { assertRefused(Array(text.utf8), reason, offset, text) }
  }

  func testParse_whenUTF8IsInvalid_saysWhere() {
    let cases: [(name: String, bytes: [UInt8])] = [
      ("a continuation alone", [0x80]),
      ("a byte that UTF-8 never has", [0xFF]),
      ("an overlong slash in two bytes", [0xC0, 0xAF]),
      ("an overlong slash in three bytes", [0xE0, 0x80, 0xAF]),
      ("an overlong slash in four bytes", [0xF0, 0x80, 0x80, 0xAF]),
      ("an overlong NUL", [0xC0, 0x80]),
      ("an encoded high surrogate", [0xED, 0xA0, 0x80]),
      ("an encoded surrogate pair", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
      ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
      ("two of two bytes missing", [0xC3]),
      ("one of three bytes missing", [0xE2, 0x82]),
      ("one of four bytes missing", [0xF0, 0x9F, 0x98]),
      ("a lead byte before a letter", [0xC3, 0x41]),
      ("a sequence torn by an escape", [0xC3] + Array(#"\n"#.utf8) + [0xA9]),
    ]
    let quote = Array("\"".utf8)
    for (name, bytes) in cases {
      assertRefused(quote + Array("ab".utf8) + bytes + quote, .invalidUTF8, 3, name)
      assertRefused(quote + Array(#"\té"#.utf8) + bytes + quote, .invalidUTF8, 5, name + ", behind an escape")
      assertRefused(quote + Array("ab".utf8) + bytes + Array(#"\n"#.utf8) + quote, .invalidUTF8, 3, name)
      assertRefused(Array("{".utf8) + quote + bytes + quote + Array(":1}".utf8), .invalidUTF8, 2, name + ", in a name")
      assertRefused(bytes, .unexpectedCharacter, 0, name + ", outside a string")
    }
  }

  func testParse_whenTextIsUTF16_isRefused() {
    assertRefused([0xFF, 0xFE, 0x31, 0x00], .unexpectedCharacter, 0, "little endian with BOM")
    assertRefused([0x31, 0x00], .trailingCharacters, 1, "little endian")
    assertRefused([0x00, 0x31], .unexpectedCharacter, 0, "big endian")
  }

  func testParseError_whenDescribed_namesReasonAndByte() {
    XCTAssertThrowsError(try JSONParser.parse("[1,]")) { XCTAssertEqual("\($0)", "unexpected character at byte 3") }
  }

  // MARK: Depth

  func testParse_whenNestedToTheLimit_isAccepted() throws {
    XCTAssertEqual(try JSONParser.parse(nested(128)).serialized, nested(128))
    XCTAssertNoThrow(try JSONParser.parse(nested(3), maximumDepth: 3))
    XCTAssertNoThrow(try JSONParser.parse("1", maximumDepth: 0))
    // Side by side is not deep.
    XCTAssertNoThrow(try JSONParser.parse("[[1],[2],{},{}]", maximumDepth: 2))
  }

  func testParse_whenNestedBeyondTheLimit_isRefusedAtTheContainerTooMany() {
    assertRefused(nested(129), .tooDeep, 128, "129 arrays")
    assertRefused(Array(String(repeating: #"{"a":"#, count: 129).utf8), .tooDeep, 128 * 5, "129 objects")
    XCTAssertThrowsError(try JSONParser.parse("[[1]]", maximumDepth: 1)) {
      XCTAssertEqual(($0 as? JSONParseError)?.offset, 1)
    }
  }

  func testParse_whenNestedAHundredThousandDeep_isRefusedWithoutReadingOn() {
    assertRefused(nested(100_000), .tooDeep, 128, "arrays")
    assertRefused([UInt8](repeating: UInt8(ascii: "["), count: 100_000), .tooDeep, 128, "never closed")
    assertRefused(Array(String(repeating: #"[{"a":"#, count: 50_000).utf8), .tooDeep, 64 * 6, "mixed")
  }

  // MARK: Support

  private func nested(_ depth: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(ascii: "["), count: depth) + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
  }

  private func assertRefused(
    _ bytes: [UInt8], _ reason: JSONParseError.Reason, _ offset: Int, _ name: String, line: UInt = #line
  ) {
    do throws(JSONParseError) {
      XCTFail("\(name) was read as \(try JSONParser.parse(bytes).text.prefix(80))", line: line)
    } catch {
      XCTAssertEqual("\(error.reason.text) at \(error.offset)", "\(reason.text) at \(offset)", name, line: line)
    }
  }
}
