// SpecSummary: a spec as a line of a list.

/// A spec as a line of a list.
public struct SpecSummary: Codable, Sendable, Equatable, PartlyAbsent {
  public static let absentWhenNil: Set = ["similarity"]

  public let specName: SpecName
  public let phaseName: Name
  public let specStatus: SpecStatus
  public let iteration: Int
  public let version: Int
  public let updatedAt: Timestamp
  /// How alike the name and the query are, 0–1 to three decimals; nil, and absent in JSON, without a query.
  public let similarity: Double?

  public init(_ spec: Spec, similarity: Double? = nil) {
    specName = spec.specName
    phaseName = spec.phaseName
    specStatus = spec.specStatus
    iteration = spec.iteration
    version = spec.version
    updatedAt = spec.updatedAt
    self.similarity = similarity
  }

  /// A summary as it was read.
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
