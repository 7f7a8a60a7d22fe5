// SpecVersion: a version of a spec as a line of a list.

/// A version of a spec as a line of a list.
public struct SpecVersion: Codable, Sendable, Equatable {
  /// From 1.
  public let version: Int
  /// From 0.
  public let iteration: Int
  /// The names of the fields that differ from the version before; empty for the first.
  public let changedFields: [String]
  /// The time at which this version was created.
  public let createdAt: Timestamp

  /// A line as it was read.
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
