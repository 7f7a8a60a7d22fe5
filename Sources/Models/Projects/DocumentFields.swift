// DocumentFields: the texts of a document that a project has one of, and the names of its fields as arguments.

import JSON

/// The texts of a roadmap or plan. In a document nil is unset, in changes nil leaves the field as it is.
public protocol DocumentFields: Codable, Sendable, Equatable {
  /// No field is set.
  init()
  /// The fields in the order of docs/contract.md, "Tables", with their headings in documents.
  static var all: [Field<Self, Text?>] { get }
  /// True where a document has all of its fields, false where one of them is enough.
  static var areRequired: Bool { get }
}

extension DocumentFields {
  /// The texts that are set, by the names of their fields.
  package var texts: [(name: String, text: Text)] {
    Self.all.compactMap { field in self[keyPath: field.path].map { (field.name, $0) } }
  }

  /// These fields with the given ones of `changes` in place, and the `cleared` ones unset.
  func applying(_ changes: Self, clearing cleared: [DocumentFieldName<Self>]) -> Self {
    var fields = self
    for field in Self.all {
      if let new = changes[keyPath: field.path] { fields[keyPath: field.path] = new }
      if cleared.contains(DocumentFieldName(trusted: field.name)) { fields[keyPath: field.path] = nil }
    }
    return fields
  }

  /// The fields with their texts as documents hold them.
  var normalized: Self {
    var fields = self
    for field in Self.all { fields[keyPath: field.path] = fields[keyPath: field.path]?.normalized }
    return fields
  }
}

/// The name of a field. Callers may spell it in any case, with `_`, `-` or white space between its words. The schema has
/// no list of all names: the arguments beside it have them.
public struct DocumentFieldName<Fields: DocumentFields>: ListElement {
  /// The name as the schema has it, such as `project_vision`.
  public let value: String
  /// Takes a name that `check` has given; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// All names, for messages.
  public static var allowed: String { "one of " + Fields.all.map(\.name).joined(separator: ", ") }
  /// Several names.
  public static var plural: String { "names of fields" }

  /// The name as the schema has it, or the refusal with the name that was probably meant.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let names = Fields.all.map(\.name)
    if let name = names.first(where: { $0.words == string.words }) { return .success(name) }
    let closest = ClosestNames.find(to: string, among: names)
    let question = closest.isEmpty ? "" : ", did you mean \(closest.joined(separator: " or "))?"
    return .failure(RuleViolation("no field" + question))
  }
}
