// ProjectPlanReceipt: the short answer to the storing of a plan.

/// A stored plan without its texts, which the caller has just sent: `store_project_plan` answers with it.
public struct ProjectPlanReceipt: Codable, Sendable, Equatable {
  /// The project, by which the plan is found.
  public let projectName: Name
  /// The project's stage.
  public let projectStatus: ProjectStatus
  /// The time of the first storing.
  public let createdAt: Timestamp
  /// The time of this storing.
  public let updatedAt: Timestamp

  /// The receipt for a plan as it is stored now.
  public init(_ draft: ProjectPlanDraft, createdAt: Timestamp, updatedAt: Timestamp) {
    projectName = draft.projectName
    projectStatus = draft.projectStatus
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case projectStatus = "project_status"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }
}
