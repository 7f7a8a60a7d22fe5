// StringValue: the common part of the types that are one checked string.

import JSON
import Platform

/// A checked string: a name, an id, a text. Its JSON is the string itself.
public protocol StringValue: ConstrainedValue, Hashable, CustomStringConvertible {
  /// The string in its normal form.
  var value: String { get }

  /// Takes a string in its normal form that obeys the rule, such as `check` gives or one read back from storage.
  /// Nothing is checked: what breaks the rule would be stored.
  init(trusted value: String)

  /// The string put into its normal form, or the reason why it is refused.
  static func check(_ string: String) -> Result<String, RuleViolation>

  /// The same by the rule for new names, which is another one for names only.
  static func checkNew(_ string: String) -> Result<String, RuleViolation>
}

/// The reason why a value is refused.
public struct RuleViolation: Error, Sendable {
  /// The reason in words, such as "blank", which messages put behind the path.
  public let problem: String
  /// A refusal with the reason in words.
  public init(_ problem: String) { self.problem = problem }
}

extension StringValue {
  /// A string; lengths are checked, not shown.
  public static var schema: JSONObject { ["type": "string"] }
  /// The empty string, whatever the rule.
  public static var placeholder: Self { Self(trusted: "") }
  /// As `check`.
  public static func checkNew(_ string: String) -> Result<String, RuleViolation> { check(string) }
  /// The string itself.
  public var description: String { value }

  /// The string as it is; nil for a placeholder, a word such as "null" among them.
  public static func meant(by json: JSONValue) -> JSONValue? { json.unlessPlaceholder }

  /// Takes a string that `check` passes, in its normal form; anything else is reported.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    guard case .string(let string) = json else {
      report.addWrongType(wanted: "a string", allowed: allowed, got: json)
      return nil
    }
    switch report.names == .new ? checkNew(string) : check(string) {
    case .success(let value): return Self(trusted: value)
    case .failure(let violation):
      report.add(violation.problem, allowed: allowed, got: json)
      return nil
    }
  }

  /// Takes the string unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws {
    self.init(trusted: try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the string alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// Byte by byte: `String` would call canonically equivalent texts equal.
  public static func == (left: Self, right: Self) -> Bool { left.value.hasSameBytes(as: right.value) }

  /// By the string; canonically equivalent texts share a hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// The characters that no stored string may hold.
enum Characters {
  /// The refusal of U+0000, which PostgreSQL cannot store, anywhere in a text.
  static func refusingNUL(_ string: String) -> RuleViolation? {
    string.hasNUL ? RuleViolation("contains U+0000") : nil
  }
}
