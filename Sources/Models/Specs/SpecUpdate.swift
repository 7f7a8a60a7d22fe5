// SpecUpdate: a spec after an update, with what the update changed.

/// A spec after an update.
public struct SpecUpdate: Codable, Sendable, Equatable {
  public let spec: Spec
  /// The names of the fields that changed, in the order of the contract; empty when the update changed nothing.
  public let changedFields: [String]

  public init(spec: Spec, changedFields: [String]) {
    self.spec = spec
    self.changedFields = changedFields
  }

  private enum CodingKeys: String, CodingKey {
    case changedFields = "changed_fields"
  }

  // The spec's fields stand beside changed_fields.

  public init(from decoder: any Decoder) throws {
    spec = try Spec(from: decoder)
    changedFields = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .changedFields)
  }

  public func encode(to encoder: any Encoder) throws {
    try spec.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(changedFields, forKey: .changedFields)
  }
}
