// Choice: enumerations that the contract lists, read from and written as their names.

import JSON

/// One of a fixed list of names.
public protocol Choice: ConstrainedValue, CaseIterable, Hashable, RawRepresentable where RawValue == String {}

extension Choice {
  public static var schema: JSONObject {
    ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
  }

  public static var allowed: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
  public static var placeholder: Self { allCases.first! }

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
