// FrozenFields: the part of a spec that is set at creation and never changes.

/// What a spec promises; set at creation and never changed afterwards.
public struct FrozenFields: Codable, Sendable, Equatable {
  public let objectives: Text
  public let scope: Text
  public let dependencies: Text
  public let deliverables: Text

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

/// One field of a group that is treated alike: its name in the contract, its heading in documents, where it is.
public struct Field<Group: Sendable, Value: Sendable>: Sendable {
  public let name: String
  public let title: String
  public let path: KeyPath<Group, Value> & Sendable

  init(_ name: String, title: String, _ path: KeyPath<Group, Value> & Sendable) {
    self.name = name
    self.title = title
    self.path = path
  }
}
