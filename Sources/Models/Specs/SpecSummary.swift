// SpecSummary: a spec as a line of a list.

/// A spec as a line of a list.
public struct SpecSummary: Codable, Sendable, Equatable {
  /// The name by which the spec is found in its project.
  public let specName: SpecName
  /// The name of the phase as people write it.
  public let phaseName: Name
  /// The stage of the spec.
  public let specStatus: SpecStatus
  /// The current iteration, from 0.
  public let iteration: Int
  /// The current version, from 1.
  public let version: Int
  /// The time at which the current version was created.
  public let updatedAt: Timestamp
  /// The likeness of name and query, 0–1 to three decimals; nil, and absent in JSON, without a query.
  public let similarity: Double?

  /// The line for `spec`.
  public init(_ spec: Spec, similarity: Double? = nil) {
    specName = spec.specName
    phaseName = spec.phaseName
    specStatus = spec.specStatus
    iteration = spec.iteration
    version = spec.version
    updatedAt = spec.updatedAt
    self.similarity = similarity
  }

  /// A line as it was read.
  public init(
    specName: SpecName, phaseName: Name, specStatus: SpecStatus, iteration: Int, version: Int, updatedAt: Timestamp,
    similarity: Double? = nil
  ) {
    self.specName = specName
    self.phaseName = phaseName
    self.specStatus = specStatus
    self.iteration = iteration
    self.version = version
    self.updatedAt = updatedAt
    self.similarity = similarity
  }

  private enum CodingKeys: String, CodingKey {
    case specName = "spec_name"
    case phaseName = "phase_name"
    case specStatus = "spec_status"
    case iteration
    case version
    case updatedAt = "updated_at"
    case similarity
  }

  /// Writes `similarity` only where there is one.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(specName, forKey: .specName)
    try container.encode(phaseName, forKey: .phaseName)
    try container.encode(specStatus, forKey: .specStatus)
    try container.encode(iteration, forKey: .iteration)
    try container.encode(version, forKey: .version)
    try container.encode(updatedAt, forKey: .updatedAt)
    if let similarity { try container.encode(similarity, forKey: .similarity) }
  }
}
