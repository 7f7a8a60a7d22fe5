// FrozenFields: the part of a spec that is set at creation and never changes.

/// What a spec promises; set at creation and never changed afterwards.
public struct FrozenFields: FieldGroup {
  public internal(set) var objectives: Text
  public internal(set) var scope: Text
  public internal(set) var dependencies: Text
  public internal(set) var deliverables: Text

  public init(objectives: Text, scope: Text, dependencies: Text, deliverables: Text) {
    self.objectives = objectives
    self.scope = scope
    self.dependencies = dependencies
    self.deliverables = deliverables
  }

  /// The fields in the order of the contract: the name, the heading in documents, the value.
  public static let all: [Field<FrozenFields, Text>] = [
    Field("objectives", title: "Objectives", \.objectives),
    Field("scope", title: "Scope", \.scope),
    Field("dependencies", title: "Dependencies", \.dependencies),
    Field("deliverables", title: "Deliverables", \.deliverables),
  ]
}
