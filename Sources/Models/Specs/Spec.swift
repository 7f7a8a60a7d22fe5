// Spec: a technical spec as it is in one of its versions.

/// A technical spec as it is in one of its versions; docs/contract.md, "Values".
public struct Spec: Codable, Sendable, Equatable {
  /// Tells this spec from a later one of its name, when it is deleted.
  public let id: SpecID
  /// The project that the spec belongs to, for good.
  public let projectName: Name
  /// The normal form of every `phaseName`, unique in the project; never changes. By the rule of the version that created
  /// the spec.
  public let specName: SpecName
  /// The name of the phase as people write it.
  public var phaseName: Name
  /// The texts that never change.
  public let frozen: FrozenFields
  /// The texts that refinement fills.
  public var flexible: FlexibleFields
  /// Further texts by name, in order.
  public var additionalSections: AdditionalSections
  /// 0 at creation, one more with each change.
  public var iteration: Int
  /// 1 at creation, one more with each change.
  public var version: Int
  /// The stage of the spec, as the caller said it last.
  public var specStatus: SpecStatus
  /// The time at which version 1 was created.
  public let createdAt: Timestamp
  /// The time at which this version was created.
  public var updatedAt: Timestamp

  /// A spec as it is created; empty texts of the draft's fields are left out, its empty sections kept.
  public init(_ draft: SpecDraft, id: SpecID, createdAt: Timestamp) {
    self.id = id
    projectName = draft.projectName
    specName = draft.specName
    phaseName = draft.phaseName
    frozen = draft.frozen
    flexible = FlexibleFields().applying(draft.flexible)
    additionalSections = AdditionalSections().merging(draft.additionalSections)
    specStatus = draft.specStatus
    iteration = 0
    version = 1
    self.createdAt = createdAt
    updatedAt = createdAt
  }

  /// A version as it was stored.
  public init(
    id: SpecID, projectName: Name, specName: SpecName, phaseName: Name, frozen: FrozenFields, flexible: FlexibleFields,
    additionalSections: AdditionalSections, iteration: Int, version: Int, specStatus: SpecStatus, createdAt: Timestamp,
    updatedAt: Timestamp
  ) {
    self.id = id
    self.projectName = projectName
    self.specName = specName
    self.phaseName = phaseName
    self.frozen = frozen
    self.flexible = flexible
    self.additionalSections = additionalSections
    self.iteration = iteration
    self.version = version
    self.specStatus = specStatus
    self.createdAt = createdAt
    self.updatedAt = updatedAt
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

  /// Reads the groups of fields beside the others, from one object.
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

  /// Writes the groups of fields beside the others, into one object.
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
