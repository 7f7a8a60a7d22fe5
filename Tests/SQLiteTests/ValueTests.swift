// Values go in and come out as they are.

import SQLite
import XCTest

final class ValueTests: SQLiteTestCase {
  func testValue_whenOfEachKind_comesBackExactly() throws {
    let connection = try openWithTable()
    let values: [SQLiteValue] = [
      .null, .int(0), .int(.max), .int(.min), .double(0.1), .double(-.greatestFiniteMagnitude), .text(""),
      .text("abc"), .utf8([]), .utf8(Array("aé".utf8)), .bytes([]), .bytes([0, 255, 0]),
    ]
    for (id, value) in values.enumerated() { try connection.run(Self.insert(.int(id), value)) }
    for (id, value) in values.enumerated() {
      let found = try connection.first(Self.value(.int(id))) { (row) throws -> SQLiteValue in
        switch value {
        case .null: return row.isNextNull ? .null : .text("not null")
        case .int: return .int(try row.int())
        case .double: return .double(try row.double())
        case .text: return .text(try row.text())
        case .utf8: return .utf8(Array(try row.text().utf8))
        case .bytes: return .bytes(try row.bytes())
        }
      }
      XCTAssertEqual(found, value)
    }
  }

  func testText_whenOfAnyUnicode_keepsItsBytes() throws {
    let connection = try openWithTable("TEXT")
    let texts = [
      "é", "e\u{301}", "👩‍👩‍👧‍👦", "\u{10FFFF}", "\u{FEFF}bom", "line\nand\ttab\r", "'quotes\" ; --", "\u{85}\u{2028}",
      "مرحبا", "日本語", "\u{1}\u{7f}", String(repeating: "ü", count: 3_000_000),
    ]
    for (id, text) in texts.enumerated() { try connection.run(Self.insert(.int(id), .text(text))) }
    for (id, text) in texts.enumerated() {
      let found = try XCTUnwrap(connection.first(Self.value(.int(id))) { row in try row.text() })
      XCTAssertTrue(found.utf8.elementsEqual(text.utf8), "\(id)")
      let count = try connection.first(Self.value(.int(id))) { row in try row.withUTF8 { $0.count } }
      XCTAssertEqual(count, text.utf8.count)
    }
  }

  func testText_whenItHoldsNUL_isReadByItsLength() throws {
    let connection = try openWithTable("TEXT")
    try connection.run(Self.insert(1, .text("a\0b")))
    XCTAssertEqual(try connection.first(Self.value(1)) { row in try row.text() }, "a\0b")
  }

  func testReader_whenTheValueIsOfAnotherType_namesTheColumn() throws {
    let connection = try openWithTable()
    try connection.run(Self.insert(1, .text("secret")))
    let error = try XCTUnwrap(failure { _ = try connection.first(Self.value(1)) { row in try row.int() } })
    XCTAssertEqual(error.code, .mismatch)
    XCTAssertTrue(error.description.contains("(value)"), error.description)
    XCTAssertFalse(error.description.contains("secret"), error.description)
  }

  func testReader_whenNullOrBehindTheLastColumn_fails() throws {
    let connection = try openWithTable()
    try connection.run(Self.insert(1, .null))
    XCTAssertEqual(failure { _ = try connection.first(Self.value(1)) { row in try row.text() } }?.code, .mismatch)
    let error = failure {
      _ = try connection.first(Self.value(1)) { row in
        row.skip()
        _ = try row.optionalText()
      }
    }
    XCTAssertEqual(error?.code, .mismatch)
  }

  func testRow_whenReadInOrder_givesEachColumn() throws {
    let connection = try open()
    let statement = SQLiteStatement("SELECT 1, 'two', NULL, NULL, x'05', 6.5, 1")
    let row = try connection.first(statement()) { row in
      let (one, two, three) = (try row.int(), try row.text(), try row.optionalText())
      row.skip()
      return "\(one) \(two) \(three ?? "nil") \(try row.bytes()) \(try row.double()) \(try row.bool())"
    }
    XCTAssertEqual(row, "1 two nil [5] 6.5 true")
  }
}

extension SQLiteValue: ExpressibleByIntegerLiteral {
  /// An integer.
  public init(integerLiteral value: Int) { self = .int(value) }
}
