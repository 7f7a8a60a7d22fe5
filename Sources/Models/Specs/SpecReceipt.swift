// SpecReceipt: the short answer to a write of a spec.

/// A spec after a write, without its texts: the caller has just sent them or can read them. `create_spec` and
/// `update_spec` answer with it.
public struct SpecReceipt: Codable, Sendable, Equatable {
  /// Tells this spec from a later one of its name.
  public let id: SpecID
  /// The project that the spec belongs to.
  public let projectName: Name
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
  /// The names of the additional sections, in order.
  public let additionalSections: [Name]
  /// The names of the fields that the update changed, in the order of docs/contract.md, "Tables"; empty when it changed
  /// nothing; nil, and absent in JSON, for a new spec.
  public let changedFields: [String]?
  /// The time at which version 1 was created.
  public let createdAt: Timestamp
  /// The time at which the current version was created.
  public let updatedAt: Timestamp

  /// The receipt for a new spec.
  public init(_ spec: Spec) { self.init(spec, changedFields: nil) }

  /// The receipt for an update.
  public init(_ update: SpecUpdate) { self.init(update.spec, changedFields: update.changedFields) }

  private init(_ spec: Spec, changedFields: [String]?) {
    id = spec.id
    projectName = spec.projectName
    specName = spec.specName
    phaseName = spec.phaseName
    specStatus = spec.specStatus
    iteration = spec.iteration
    version = spec.version
    additionalSections = spec.additionalSections.names
    self.changedFields = changedFields
    createdAt = spec.createdAt
    updatedAt = spec.updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case projectName = "project_name"
    case specName = "spec_name"
    case phaseName = "phase_name"
    case specStatus = "spec_status"
    case iteration
    case version
    case additionalSections = "additional_sections"
    case changedFields = "changed_fields"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  /// Writes `changed_fields` only for an update.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(projectName, forKey: .projectName)
    try container.encode(specName, forKey: .specName)
    try container.encode(phaseName, forKey: .phaseName)
    try container.encode(specStatus, forKey: .specStatus)
    try container.encode(iteration, forKey: .iteration)
    try container.encode(version, forKey: .version)
    try container.encode(additionalSections, forKey: .additionalSections)
    if let changedFields { try container.encode(changedFields, forKey: .changedFields) }
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}
