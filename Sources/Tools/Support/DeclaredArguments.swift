// DeclaredArguments: the arguments that a tool has, and callers' values in the form that the tool reads.

import JSON
import Models

/// The arguments of a tool.
struct DeclaredArguments: Sendable {
  /// All names, in the order of the input schema.
  let names: [String]
  /// The names of those that the input schema requires.
  let required: [String]
  /// The rule for names in the values.
  let nameRule: NameRule
  private let types: [String: any ConstrainedValue.Type]
  private let allNames: Set<String>
  private let requiredNames: Set<String>

  init<Kind: StateTool>(of kind: Kind.Type, inputSchema: JSONValue) {
    names = inputSchema["properties"]?.objectValue?.keys ?? []
    required = inputSchema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    nameRule = Kind.effect.mayMakeNames ? .new : .stored
    types = ModelSchema.fieldTypes(of: Kind.Arguments.self)
    allNames = Set(names)
    requiredNames = Set(required)
  }

  /// The arguments as they are meant: without what clients add and what counts as left out, each value in the form that
  /// its type reads. Names that the tool does not have stay. Doing it twice changes nothing more.
  func meant(by arguments: JSONObject) -> JSONObject {
    var seen: Set<String> = []
    // From the end: the last of a repeated name counts.
    let members = arguments.members.reversed().compactMap { member -> JSONObject.Member? in
      guard allNames.contains(member.key) else { return ClientArguments.contains(member.key) ? nil : member }
      guard seen.insert(member.key).inserted, let value = meant(by: member) else { return nil }
      return JSONObject.Member(key: member.key, value: value)
    }
    return JSONObject(members.reversed())
  }

  /// The value of an argument; nil for an optional one that counts as left out. A required one stays, to be refused.
  private func meant(by member: JSONObject.Member) -> JSONValue? {
    let type = types[member.key]
    let value = if let type { type.meant(by: member.value) } else { member.value.meantAsData }
    if value == nil && requiredNames.contains(member.key) { return member.value }
    return value
  }
}
