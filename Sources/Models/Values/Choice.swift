// Choice: the enumerations of docs/contract.md, "Values", read from and written as their names.

import JSON

/// One of a fixed list of names. Callers may spell it in any case, with `_`, `-` or white space between its words.
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

  /// The name as the list has it, however it was spelt; nil for a placeholder.
  public static func meant(by json: JSONValue) -> JSONValue? {
    let json = json.unlessPlaceholder
    guard case .string(let string) = json, Self(rawValue: string) == nil else { return json }
    let value = allCases.first { $0.rawValue.words == string.words }
    return .string(value?.rawValue ?? string)
  }

  /// Takes one of the names exactly as spelt; anything else is reported, with the names most alike.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    guard case .string(let string) = json else {
      report.addWrongType(wanted: "a string", allowed: allowed, got: json)
      return nil
    }
    if let value = Self(rawValue: string) { return value }
    let closest = ClosestNames.find(to: string, among: allCases.map(\.rawValue))
    let question = closest.isEmpty ? "" : ", did you mean \(closest.joined(separator: " or "))?"
    report.add("unknown value" + question, allowed: allowed, got: json)
    return nil
  }
}

extension String {
  /// The words of a name, in lower case: equal for all the spellings that a caller may choose.
  var words: [String] {
    lowercased().unicodeScalars.split { $0 == "_" || $0 == "-" || $0.properties.isWhitespace }.map(String.init)
  }
}
