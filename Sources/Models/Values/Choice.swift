// Choice: the enumerations of docs/contract.md, "Values", read from and written as their names.

import JSON

/// One of a fixed list of names, exactly as spelt.
public protocol Choice: ConstrainedValue, CaseIterable, Hashable, RawRepresentable where RawValue == String {}

extension Choice {
  /// A string with all names as its `enum`.
  public static var schema: JSONObject {
    ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
  }

  /// All names, for messages.
  public static var allowed: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
  /// The first case; traps for an enumeration without cases.
  public static var placeholder: Self { allCases.first! }

  /// Takes one of the names; anything else is reported.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    if case .string(let string) = json, let value = Self(rawValue: string) { return value }
    if case .string = json {
      report.add("unknown value", allowed: allowed, got: json)
    } else {
      report.addWrongType(wanted: "a string", allowed: allowed, got: json)
    }
    return nil
  }
}
