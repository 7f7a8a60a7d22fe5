// SpecUpdate: a spec after an update, with the names of the changed fields.

/// A spec after an update: `update_spec` answers with it.
public struct SpecUpdate: Codable, Sendable, Equatable {
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

  private enum CodingKeys: String, CodingKey {
    case changedFields = "changed_fields"
  }

  /// Reads the spec's fields beside `changed_fields`, from one object.
  public init(from decoder: any Decoder) throws {
    spec = try Spec(from: decoder)
    changedFields = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .changedFields)
  }

  /// Writes the spec's fields beside `changed_fields`, into one object.
  public func encode(to encoder: any Encoder) throws {
    try spec.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(changedFields, forKey: .changedFields)
  }
}
