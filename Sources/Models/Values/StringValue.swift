// StringValue: what the types that are one checked string share.

import JSON
import Platform

/// A checked string: a name, an id, a text. Its JSON is the string itself.
public protocol StringValue: ConstrainedValue, Hashable, CustomStringConvertible {
  var value: String { get }

  /// Takes a string that is known to obey the rule, such as one read back from storage.
  init(trusted value: String)

  /// The string put into its normal form, or the reason why it is refused.
  static func check(_ string: String) -> Result<String, RuleViolation>
}

/// Why a value is refused, for the message: "…: <problem>".
public struct RuleViolation: Error, Sendable {
  public let problem: String
  public init(_ problem: String) { self.problem = problem }
}

extension StringValue {
  public static var schema: JSONObject { ["type": "string"] }
  public static var placeholder: Self { Self(trusted: "") }
  public var description: String { value }

  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    guard case .string(let string) = json else {
      report.addWrongType(wanted: "a string", allowed: allowed, got: json)
      return nil
    }
    switch check(string) {
    case .success(let value): return Self(trusted: value)
    case .failure(let violation):
      report.add(violation.problem, allowed: allowed, got: json)
      return nil
    }
  }

  public init(from decoder: any Decoder) throws {
    self.init(trusted: try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// Byte by byte: `String` would call canonically equivalent texts equal.
  public static func == (left: Self, right: Self) -> Bool { left.value.utf8.elementsEqual(right.value.utf8) }

  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// The characters that no stored string may hold.
enum Characters {
  /// The refusal of U+0000, which PostgreSQL cannot store, anywhere in a text.
  static func refusingNUL(_ string: String) -> RuleViolation? {
    string.hasNUL ? RuleViolation("contains U+0000") : nil
  }
}
