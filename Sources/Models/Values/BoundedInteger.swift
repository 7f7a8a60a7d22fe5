// BoundedInteger: whole numbers within a range: scores, limits of lists, versions.

import JSON

/// A whole number within a range, also written as `90.0`.
public protocol BoundedInteger: ConstrainedValue, Hashable, Comparable, ExpressibleByIntegerLiteral {
  /// The numbers that are allowed.
  static var range: ClosedRange<Int> { get }
  /// The number, within `range`.
  var value: Int { get }
  /// Takes a number that is known to be in `range`; nothing is checked.
  init(trusted value: Int)
}

extension BoundedInteger {
  /// An integer with the range as its minimum and maximum.
  public static var schema: JSONObject {
    ["type": "integer", "minimum": JSONValue(range.lowerBound), "maximum": JSONValue(range.upperBound)]
  }

  /// The range in words, for messages.
  public static var allowed: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }
  /// The lowest number of the range.
  public static var placeholder: Self { Self(trusted: range.lowerBound) }

  /// Takes a literal of our own code, which must be in range; nothing is checked.
  public init(integerLiteral value: Int) { self.init(trusted: value) }

  /// The number, also where a text has it; nil for a placeholder, 0 below the range among them.
  public static func meant(by json: JSONValue) -> JSONValue? {
    guard let json = json.unlessPlaceholder else { return nil }
    let digits = json.stringValue.flatMap { Int($0.trimmed) }
    let number = digits.map { JSONValue($0) } ?? json.unquoted { $0.intValue != nil }
    if number.intValue == 0 && range.lowerBound > 0 { return nil }
    return number
  }

  /// Takes a whole number, also written as `90.0`. Anything else, and a number out of range, is reported.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    guard let number = json.intValue else {
      report.add(problem(of: json), allowed: allowed, got: json)
      return nil
    }
    guard range.contains(number) else {
      report.add("out of range", allowed: allowed, got: json)
      return nil
    }
    return Self(trusted: number)
  }

  private static func problem(of json: JSONValue) -> String {
    switch json {
    case .null: "missing"
    case .number(let number): number.isPlainInteger ? "out of range" : "not a whole number"
    default: "not a whole number"
    }
  }

  /// Takes the number unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws {
    self.init(trusted: try decoder.singleValueContainer().decode(Int.self))
  }

  /// Writes the number alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// By value.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A critic's score of one iteration, 0–100 points; docs/contract.md, "Decisions".
public struct Score: BoundedInteger {
  /// 0–100 points.
  public static let range = 0...100
  /// Points.
  public let value: Int
  /// Takes points that are known to be 0–100; nothing is checked.
  public init(trusted value: Int) { self.value = value }
}

/// The most entries that a list answers with, 1–100; docs/contract.md, "Tools".
public struct Limit: BoundedInteger {
  /// 1–100 entries.
  public static let range = 1...100
  /// 10 entries, where the caller names no limit.
  public static let `default`: Limit = 10
  /// Entries.
  public let value: Int
  /// Takes a number that is known to be 1–100; nothing is checked.
  public init(trusted value: Int) { self.value = value }
}

/// A spec's version: 1 at creation, one more with each change; docs/contract.md, "Frozen fields, versions".
public struct VersionNumber: BoundedInteger {
  /// From 1 to the most that the column, an INTEGER, holds.
  public static let range = 1...Int(Int32.max)
  /// An integer from 1 on: the upper end is nothing that a caller could meet.
  public static let schema: JSONObject = ["type": "integer", "minimum": 1]
  /// The version, from 1.
  public let value: Int
  /// Takes a version that is known to be in range; nothing is checked.
  public init(trusted value: Int) { self.value = value }
}
