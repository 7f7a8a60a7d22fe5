// BoundedInteger: whole numbers with a range, and the ones we have.

import JSON

/// A whole number within a range. Models often send `"90"` or `90.0` for 90; both are taken.
public protocol BoundedInteger: ConstrainedValue, Hashable, Comparable, ExpressibleByIntegerLiteral {
  static var range: ClosedRange<Int> { get }
  var value: Int { get }
  /// Takes a number that is known to be in range.
  init(trusted value: Int)
}

extension BoundedInteger {
  public static var schema: JSONObject {
    ["type": "integer", "minimum": JSONValue(range.lowerBound), "maximum": JSONValue(range.upperBound)]
  }

  public static var allowed: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }
  public static var placeholder: Self { Self(trusted: range.lowerBound) }

  public init(integerLiteral value: Int) { self.init(trusted: value) }

  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    guard let number = json.intValue ?? json.stringValue.flatMap({ Int($0) }) else {
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

  public init(from decoder: any Decoder) throws {
    self.init(trusted: try decoder.singleValueContainer().decode(Int.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A critic's score of one iteration.
public struct Score: BoundedInteger {
  public static let range = 0...100
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}

/// How many entries a list answers with.
public struct Limit: BoundedInteger {
  public static let range = 1...100
  public static let `default`: Limit = 10
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}

/// A spec's version: 1 at creation, one more with each change.
public struct VersionNumber: BoundedInteger {
  public static let range = 1...Int(Int32.max)
  public static let schema: JSONObject = ["type": "integer", "minimum": 1]
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}
