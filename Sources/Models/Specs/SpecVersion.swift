// SpecVersion: a version of a spec as a line of a list.

/// A version of a spec as a line of a list.
public struct SpecVersion: Codable, Sendable, Equatable {
  public let version: Int
  public let iteration: Int
  /// What changed from the version before; empty for the first.
  public let changedFields: [String]
  /// When this version came to be.
  public let createdAt: Timestamp

  public init(version: Int, iteration: Int, changedFields: [String], createdAt: Timestamp) {
    self.version = version
    self.iteration = iteration
    self.changedFields = changedFields
    self.createdAt = createdAt
  }

  private enum CodingKeys: String, CodingKey {
    case version
    case iteration
    case changedFields = "changed_fields"
    case createdAt = "created_at"
  }
}
