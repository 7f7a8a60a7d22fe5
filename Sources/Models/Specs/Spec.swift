// Spec: one version of a technical spec.

/// One version of a technical spec.
public struct Spec: Codable, Sendable, Equatable {
  public let id: SpecID
  public let projectName: Name
  public let specName: SpecName
  public var phaseName: Name
  public let frozen: FrozenFields
  public var flexible: FlexibleFields
  public var additionalSections: AdditionalSections
  /// 0 at creation, one more with each change.
  public var iteration: Int
  /// 1 at creation, one more with each change.
  public var version: Int
  public var specStatus: SpecStatus
  public let createdAt: Timestamp
  public var updatedAt: Timestamp

  /// A spec as it is created.
  public init(_ draft: SpecDraft, id: SpecID, createdAt: Timestamp) {
    self.id = id
    projectName = draft.projectName
    specName = draft.specName
    phaseName = draft.phaseName
    frozen = draft.frozen
    flexible = FlexibleFields().applying(draft.flexible).fields
    additionalSections = AdditionalSections().merging(draft.additionalSections)
    specStatus = draft.specStatus
    iteration = 0
    version = 1
    self.createdAt = createdAt
    updatedAt = createdAt
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case projectName = "project_name"
    case specName = "spec_name"
    case phaseName = "phase_name"
    case additionalSections = "additional_sections"
    case iteration
    case version
    case specStatus = "spec_status"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  // The groups of fields stand in the JSON beside the others, without an object of their own.

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(SpecID.self, forKey: .id)
    projectName = try container.decode(Name.self, forKey: .projectName)
    specName = try container.decode(SpecName.self, forKey: .specName)
    phaseName = try container.decode(Name.self, forKey: .phaseName)
    frozen = try FrozenFields(from: decoder)
    flexible = try FlexibleFields(from: decoder)
    additionalSections = try container.decode(AdditionalSections.self, forKey: .additionalSections)
    iteration = try container.decode(Int.self, forKey: .iteration)
    version = try container.decode(Int.self, forKey: .version)
    specStatus = try container.decode(SpecStatus.self, forKey: .specStatus)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(projectName, forKey: .projectName)
    try container.encode(specName, forKey: .specName)
    try container.encode(phaseName, forKey: .phaseName)
    try frozen.encode(to: encoder)
    try flexible.encode(to: encoder)
    try container.encode(additionalSections, forKey: .additionalSections)
    try container.encode(iteration, forKey: .iteration)
    try container.encode(version, forKey: .version)
    try container.encode(specStatus, forKey: .specStatus)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}
