// Timestamp: a moment in UTC with the microseconds that a PostgreSQL TIMESTAMP keeps.

import JSON

/// A moment in UTC, to the microsecond; on the wire ISO 8601 with `Z`, such as `2026-07-28T09:30:00.000125Z`;
/// docs/contract.md, "Values".
public struct Timestamp: StringValue, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z, negative before. Only moments from `earliest` to `latest` can be written.
  public let microseconds: Int64

  /// The moment so many microseconds after 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// The beginning of the year 0000.
  public static let earliest = Timestamp(microseconds: -62_167_219_200_000_000)
  /// The end of the year 9999.
  public static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

  /// A string of the format `date-time`.
  public static let schema: JSONObject = ["type": "string", "format": "date-time"]
  /// The rule as error messages quote it.
  public static let allowed = "a moment in UTC such as 2026-07-28T09:30:00.000000Z"
  /// 1970-01-01T00:00:00Z.
  public static let placeholder = Timestamp(microseconds: 0)

  /// The moment that a text in the form of `value` names; for any other text 1970-01-01T00:00:00Z.
  public init(trusted value: String) { self = Self.parse(value) ?? Self.placeholder }

  /// Passes exactly the form that `value` writes, of a date that the calendar has; no other form of ISO 8601.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    parse(string) == nil ? .failure(RuleViolation("not a moment in UTC")) : .success(string)
  }

  /// The same microsecond.
  public static func == (left: Timestamp, right: Timestamp) -> Bool { left.microseconds == right.microseconds }
  /// The earlier moment first.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }
  /// By the microsecond.
  public func hash(into hasher: inout Hasher) { hasher.combine(microseconds) }

  // MARK: Text

  private static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The moment as `YYYY-MM-DDThh:mm:ss.ffffffZ`. Meaningless for moments before `earliest` and after `latest`.
  public var value: String {
    let (day, time) = microseconds.flooredDivision(by: Self.microsecondsPerDay)
    let date = CivilDate(daysSince1970: day)
    let seconds = time / 1_000_000
    return String(unsafeUninitializedCapacity: Self.length) { text in
      func write(_ number: Int64, at places: Range<Int>, before separator: Unicode.Scalar) {
        var rest = UInt64(max(0, number))
        for place in places.reversed() {
          text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
        text[places.upperBound] = UInt8(ascii: separator)
      }
      write(date.year, at: 0..<4, before: "-")
      write(date.month, at: 5..<7, before: "-")
      write(date.day, at: 8..<10, before: "T")
      write(seconds / 3600, at: 11..<13, before: ":")
      write(seconds / 60 % 60, at: 14..<16, before: ":")
      write(seconds % 60, at: 17..<19, before: ".")
      write(time % 1_000_000, at: 20..<26, before: "Z")
      return Self.length
    }
  }

  /// Bytes of `value`.
  package static let length = 27

  /// The moment that a text in exactly the form of `value` names; nil for any other text.
  private static func parse(_ text: String) -> Timestamp? {
    var text = text
    return text.withUTF8 { parse($0) }
  }

  /// The moment that UTF-8 in exactly the form of `value` names; nil for any other.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    func has(_ separator: Unicode.Scalar, at index: Int) -> Bool { bytes[index] == UInt8(ascii: separator) }
    guard bytes.count == length, has("-", at: 4), has("-", at: 7), has("T", at: 10), has(":", at: 13), has(":", at: 16),
      has(".", at: 19), has("Z", at: 26)
    else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      var number: Int64 = 0
      for index in range {
        guard (0x30...0x39).contains(bytes[index]) else { return nil }
        number = number * 10 + Int64(bytes[index] - 0x30)
      }
      return number
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), let micro = number(20..<26),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    let days = CivilDate(year: year, month: month, day: day).daysSince1970
    guard CivilDate(daysSince1970: days).day == day else { return nil }  // 30 February would be 2 March
    return Timestamp(
      microseconds: days * microsecondsPerDay + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro)
  }
}

/// A date of the proleptic Gregorian calendar. The arithmetic counts years from 1 March, so that the leap day is a
/// year's last, in eras of 400 years, each 146,097 days long.
private struct CivilDate {
  let year: Int64
  let month: Int64
  let day: Int64

  init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Day 0 of the arithmetic, 0000-03-01, lies this many days before 1970-01-01.
  private static let epochOffset: Int64 = 719_468

  init(daysSince1970: Int64) {
    let (era, dayOfEra) = (daysSince1970 + Self.epochOffset).flooredDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSince1970: Int64 {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
    let marchMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - Self.epochOffset
  }
}

extension Int64 {
  /// Quotient and remainder with a remainder that is never negative.
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let quotient = self >= 0 ? self / divisor : (self + 1) / divisor - 1
    return (quotient, self - quotient * divisor)
  }
}
