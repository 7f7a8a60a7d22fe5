// TimestampTests: moments as text, both ways.

import JSON
import Models
import XCTest

final class TimestampTests: XCTestCase {
  /// Moments in microseconds since 1970, checked with `date -u -d`.
  private let table: [(text: String, microseconds: Int64)] = [
    ("1970-01-01T00:00:00.000000Z", 0),
    ("1970-01-01T00:00:00.000001Z", 1),
    ("1969-12-31T23:59:59.999999Z", -1),
    ("1969-12-31T00:00:00.000000Z", -86_400_000_000),
    ("2026-07-28T09:30:00.000125Z", 1_785_231_000_000_125),
    ("2000-02-29T12:00:00.000000Z", 951_825_600_000_000),
    ("2000-03-01T00:00:00.000000Z", 951_868_800_000_000),
    ("2024-02-29T23:59:59.999999Z", 1_709_251_199_999_999),
    ("2024-12-31T23:59:59.999999Z", 1_735_689_599_999_999),
    ("1900-03-01T00:00:00.000000Z", -2_203_891_200_000_000),
    ("1900-02-28T00:00:00.000000Z", -2_203_977_600_000_000),
    ("0001-01-01T00:00:00.000000Z", -62_135_596_800_000_000),
    ("0000-01-01T00:00:00.000000Z", -62_167_219_200_000_000),
    ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
  ]

  func testTimestamp_whenWritten_isISO8601InUTC() {
    for (text, microseconds) in table { XCTAssertEqual(Timestamp(microseconds: microseconds).value, text) }
    XCTAssertEqual(Timestamp.earliest.value, "0000-01-01T00:00:00.000000Z")
    XCTAssertEqual(Timestamp.latest.value, "9999-12-31T23:59:59.999999Z")
  }

  func testTimestamp_whenRead_isTheMoment() throws {
    for (text, microseconds) in table {
      XCTAssertEqual(try value(of: Timestamp.self, .string(text)).microseconds, microseconds, text)
    }
  }

  func testTimestamp_whenEveryDayOfFourHundredYears_isReadBack() throws {
    for day in stride(from: Int64(-146_097), to: 146_097, by: 1) {
      let time = Timestamp(microseconds: day * 86_400_000_000 + 1)
      XCTAssertEqual(Timestamp(trusted: time.value), time)
    }
  }

  func testTimestamp_whenNoSuchDate_isRefused() {
    let dates = ["2026-02-30", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00"]
    for date in dates {
      assertRefused(
        Timestamp.self, .string("\(date)T00:00:00.000000Z"), "not a moment in UTC",
        allowed: "a moment in UTC such as 2026-07-28T09:30:00.000000Z", got: "\"\(date)T00:00:00.000000Z\"")
    }
  }

  func testTimestamp_whenAnotherForm_isRefused() {
    let texts = [
      "", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", "2026-01-01 00:00:00.000000Z",
      "2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z",
      "2026-01-01T00:00:00.000000z", "2026-01-01T00:00:00.000000+", "+026-01-01T00:00:00.000000Z",
      "2026-01-01T00:00:00.00000éZ", "2026-01-01T00:00:00.0000000Z",
    ]
    for text in texts { XCTAssertEqual(violations(of: Timestamp.self, .string(text)).count, 1, text) }
  }

  func testTimestamp_whenCompared_isOrderedByTime() {
    let times = table.map { Timestamp(microseconds: $0.microseconds) }
    XCTAssertEqual(times.sorted().map(\.value), table.map(\.text).sorted())
  }
}
