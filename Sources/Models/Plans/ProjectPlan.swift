// ProjectPlan: the plan of a project, and its line in a list.

/// The kind of a project's plan.
public enum ProjectPlanKind: ProjectDocumentKind {
  /// The 29 texts, one of which a plan has at least, where it has no additional section.
  public typealias Fields = ProjectPlanFields
  /// The stages of a project.
  public typealias Status = ProjectStatus
  /// The word for it.
  public static let noun = "plan"
  /// A plan is called as its project.
  public static let titleName: String? = nil
  /// The project's stage.
  public static let statusName = "project_status"
  /// The projects with a plan.
  public static let offer = "list_project_plans shows the projects that have one"
  /// Its kind in the record of changes.
  public static let changeKind = ChangeKind.projectPlan
}

/// A project's purpose and the way it is run, one a project; docs/contract.md, "Tables".
public typealias ProjectPlan = ProjectDocument<ProjectPlanKind>
/// A version of a plan with what it changed.
public typealias ProjectPlanVersion = DocumentVersion<ProjectPlanKind>
/// The changes of a plan that a call asks for.
public typealias ProjectPlanChanges = DocumentChanges<ProjectPlanKind>
/// The short answer to the storing of a plan.
public typealias ProjectPlanReceipt = DocumentReceipt<ProjectPlanKind>

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
    projectStatus = plan.status
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
