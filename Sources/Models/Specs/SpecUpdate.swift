// SpecUpdate: a spec after an update, with the names of the changed fields.

/// A spec after an update.
public struct SpecUpdate: Sendable, Equatable {
  /// The spec afterwards; as before when nothing changed.
  public let spec: Spec
  /// The names of the fields that changed, in the order of docs/contract.md, "Tables"; empty when the update changed
  /// nothing.
  public let changedFields: [String]

  /// A spec with the names of its changed fields.
  public init(spec: Spec, changedFields: [String]) {
    self.spec = spec
    self.changedFields = changedFields
  }
}
