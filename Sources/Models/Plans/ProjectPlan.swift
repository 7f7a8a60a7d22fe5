// ProjectPlan: the plan of a project, its draft and its line in a list.

/// A project's purpose and the way it is run, one a project; docs/contract.md, "Tables".
public struct ProjectPlan: Codable, Sendable, Equatable {
  /// The project, by which the plan is found.
  public let projectName: Name
  /// The 29 texts.
  public let fields: ProjectPlanFields
  /// The project's stage, as the caller said it last.
  public let projectStatus: ProjectStatus
  /// The time of the first storing; later ones keep it.
  public let createdAt: Timestamp
  /// The time of the latest storing.
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

  /// Reads the fields beside the others, from one object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    fields = try ProjectPlanFields(from: decoder)
    projectStatus = try container.decode(ProjectStatus.self, forKey: .projectStatus)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

  /// Writes the fields beside the others, into one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(projectName, forKey: .projectName)
    try fields.encode(to: encoder)
    try container.encode(projectStatus, forKey: .projectStatus)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}

/// The plan that a caller wants stored, in place of an earlier one.
public struct ProjectPlanDraft: Sendable, Equatable {
  /// The project, which need not exist before.
  public let projectName: Name
  /// The 29 texts, as documents hold them.
  public let fields: ProjectPlanFields
  /// The project's stage.
  public let projectStatus: ProjectStatus

  /// A draft; its texts are put into the form that documents hold.
  public init(projectName: Name, fields: ProjectPlanFields, projectStatus: ProjectStatus = .draft) {
    self.projectName = projectName
    self.fields = fields.normalized
    self.projectStatus = projectStatus
  }
}

/// A plan as a line of a list.
public struct ProjectPlanSummary: Codable, Sendable, Equatable {
  /// The project, by which the plan is found.
  public let projectName: Name
  /// The project's stage.
  public let projectStatus: ProjectStatus
  /// The time of the latest storing.
  public let updatedAt: Timestamp

  /// The line for `plan`.
  public init(_ plan: ProjectPlan) {
    projectName = plan.projectName
    projectStatus = plan.projectStatus
    updatedAt = plan.updatedAt
  }

  /// A line as it was read.
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
