// ConstrainedValue: a type that knows which JSON it accepts; a model's fields have their rules by their types.

import JSON

/// A value with a rule of its own: reading checks it, the schema shows it, error messages quote it.
public protocol ConstrainedValue: Codable, Sendable {
  /// The JSON Schema of the value. Limits on length are checked, not shown: an agent pays for every word.
  static var schema: JSONObject { get }

  /// The rule in words that complete "allowed: …".
  static var allowed: String { get }

  /// Stands in for a value that could not be read, so that reading goes on and finds further faults. Never leaves
  /// `ModelDecoder`; need not obey the rule.
  static var placeholder: Self { get }

  /// The form of a caller's value that `read` takes, whatever may stand for it; nil for a placeholder, so that an optional
  /// value counts as left out; docs/contract.md, "Tools". A value that stands for nothing else is given as it is.
  static func meant(by json: JSONValue) -> JSONValue?

  /// The value of `json`, or nil after reporting every fault.
  static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self?
}

/// The rule that names have to obey.
public enum NameRule: Sendable {
  /// The rule for names that may be stored already.
  case stored
  /// The rule for names that a call may bring into being; stricter.
  case new
}

/// Collects the faults of the value at one path.
public struct ViolationReport: Sendable {
  /// The faults so far, in the order in which they were found.
  public private(set) var violations: [Violation] = []
  /// The rule for names in the value.
  public let names: NameRule
  private let path: String

  /// A report on the value at `path`, such as `key_issues`.
  public init(path: String, names: NameRule = .stored) {
    self.path = path
    self.names = names
  }

  /// Adds a violation at the path, or at a part of it such as `[2]`.
  public mutating func add(_ problem: String, allowed: String, got: JSONValue, part: String = "") {
    violations.append(
      Violation(path: path + part, problem: problem, allowed: allowed, got: got.abbreviated))
  }

  /// Adds that the value is null, or of another type than `wanted`, such as "a list".
  ///
  /// A string where there should be something else is named as one: agents write lists and objects as text.
  public mutating func addWrongType(wanted: String, allowed: String, got: JSONValue) {
    let problem =
      switch got {
      case .null: "missing"
      case .string: "a string, not \(wanted)"
      default: "not \(wanted)"
      }
    add(problem, allowed: allowed, got: got)
  }
}

extension JSONValue {
  /// The value for a message: strings up to 60 Unicode scalars and numbers up to 60 digits whole, longer ones as their
  /// beginning and size, lists and objects as their size.
  public var abbreviated: String { abbreviated(to: 60) }

  /// The same with another number of scalars and digits.
  package func abbreviated(to limit: Int) -> String {
    switch self {
    case .array(let elements): return "a list of \(elements.count)"
    case .object(let object): return "an object of \(object.members.count)"
    case .string(let string):
      let head = string.unicodeScalars.prefix(limit + 1)
      guard head.count > limit else { return text }
      return JSONValue.string(String(String.UnicodeScalarView(head.dropLast()))).text + "… (\(string.utf8.count) bytes)"
    case .number(let number) where number.text.utf8.count > limit:
      return "\(number.text.prefix(limit))… (\(number.text.utf8.count) digits)"
    default: return text
    }
  }
}
