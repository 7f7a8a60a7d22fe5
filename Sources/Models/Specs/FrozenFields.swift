// FrozenFields: the part of a spec that is set at creation and never changes.

/// The texts of a spec that are set at creation and never change afterwards; docs/contract.md, "Frozen fields,
/// versions".
public struct FrozenFields: FieldGroup {
  /// The aims of the phase.
  public internal(set) var objectives: Text
  /// The things that belong to it, and those that do not.
  public internal(set) var scope: Text
  /// The phases and things that it builds upon.
  public internal(set) var dependencies: Text
  /// The results that it hands over.
  public internal(set) var deliverables: Text

  /// The promises of a new spec.
  public init(objectives: Text, scope: Text, dependencies: Text, deliverables: Text) {
    self.objectives = objectives
    self.scope = scope
    self.dependencies = dependencies
    self.deliverables = deliverables
  }

  /// The fields in the order of docs/contract.md, "Tables", with their headings in documents.
  public static let all: [Field<FrozenFields, Text>] = [
    Field("objectives", title: "Objectives", \.objectives),
    Field("scope", title: "Scope", \.scope),
    Field("dependencies", title: "Dependencies", \.dependencies),
    Field("deliverables", title: "Deliverables", \.deliverables),
  ]
}
