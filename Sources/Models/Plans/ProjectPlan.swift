// ProjectPlan: what a project is for and how it is run, one for each project.

/// A project's plan.
public struct ProjectPlan: Codable, Sendable, Equatable {
  public let projectName: Name
  public let fields: ProjectPlanFields
  public let projectStatus: ProjectStatus
  public let createdAt: Timestamp
  public let updatedAt: Timestamp

  /// The plan of `draft`.
  public init(_ draft: ProjectPlanDraft, createdAt: Timestamp, updatedAt: Timestamp) {
    projectName = draft.projectName
    fields = draft.fields
    projectStatus = draft.projectStatus
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// A plan as it was stored.
  public init(
    projectName: Name, fields: ProjectPlanFields, projectStatus: ProjectStatus, createdAt: Timestamp,
    updatedAt: Timestamp
  ) {
    self.projectName = projectName
    self.fields = fields
    self.projectStatus = projectStatus
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case projectStatus = "project_status"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  // The fields stand in the JSON beside the others, without an object of their own.

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    fields = try ProjectPlanFields(from: decoder)
    projectStatus = try container.decode(ProjectStatus.self, forKey: .projectStatus)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(projectName, forKey: .projectName)
    try fields.encode(to: encoder)
    try container.encode(projectStatus, forKey: .projectStatus)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}

/// What a caller gives to store a plan.
public struct ProjectPlanDraft: Sendable, Equatable {
  public let projectName: Name
  public let fields: ProjectPlanFields
  public let projectStatus: ProjectStatus

  public init(projectName: Name, fields: ProjectPlanFields, projectStatus: ProjectStatus = .draft) {
    self.projectName = projectName
    self.fields = fields.normalized
    self.projectStatus = projectStatus
  }
}

/// A plan as a line of a list.
public struct ProjectPlanSummary: Codable, Sendable, Equatable {
  public let projectName: Name
  public let projectStatus: ProjectStatus
  public let updatedAt: Timestamp

  public init(_ plan: ProjectPlan) {
    projectName = plan.projectName
    projectStatus = plan.projectStatus
    updatedAt = plan.updatedAt
  }

  /// A summary as it was read.
  public init(projectName: Name, projectStatus: ProjectStatus, updatedAt: Timestamp) {
    self.projectName = projectName
    self.projectStatus = projectStatus
    self.updatedAt = updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case projectStatus = "project_status"
    case updatedAt = "updated_at"
  }
}
