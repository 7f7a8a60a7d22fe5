// FlexibleFieldName: the name of one of a spec's flexible fields, as an argument gives it.

import JSON

/// The name of a flexible field. Callers may spell it in any case, with `_`, `-` or white space between its words.
public struct FlexibleFieldName: ListElement {
  /// The name as the schema has it, such as `technology_stack`.
  public let value: String
  /// Takes a name that `check` has given; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// All names, for messages.
  public static let allowed = "one of " + FlexibleFields.all.map(\.name).joined(separator: ", ")
  /// Several names.
  public static let plural = "names of flexible fields"

  /// A string with all names as its `enum`.
  public static let schema: JSONObject = [
    "type": "string", "enum": .array(FlexibleFields.all.map { .string($0.name) }),
  ]

  /// The name as the schema has it, or the refusal with the name that was probably meant.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let names = FlexibleFields.all.map(\.name)
    if let name = names.first(where: { $0.words == string.words }) { return .success(name) }
    let closest = ClosestNames.find(to: string, among: names)
    let question = closest.isEmpty ? "" : ", did you mean \(closest.joined(separator: " or "))?"
    return .failure(RuleViolation("no flexible field" + question))
  }
}
