// ProjectOverview: a project in a list of projects.

/// A project in short; docs/contract.md, "Projects".
public struct ProjectOverview: Codable, Sendable, Equatable {
  /// The project.
  public let projectName: Name
  /// The stage that its plan names; nil without a plan.
  public let projectStatus: ProjectStatus?
  /// The stage of its roadmap; nil without one.
  public let roadmapStatus: RoadmapStatus?
  /// The number of its specs.
  public let specCount: Int
  /// The number of all its loops.
  public let loopCount: Int
  /// The number of those that are not completed.
  public let activeLoopCount: Int
  /// The number of those that wait for a human.
  public let waitingLoopCount: Int
  /// The time of its latest change.
  public let updatedAt: Timestamp

  /// An overview as it was read.
  public init(
    projectName: Name, projectStatus: ProjectStatus?, roadmapStatus: RoadmapStatus?, specCount: Int, loopCount: Int,
    activeLoopCount: Int, waitingLoopCount: Int, updatedAt: Timestamp
  ) {
    self.projectName = projectName
    self.projectStatus = projectStatus
    self.roadmapStatus = roadmapStatus
    self.specCount = specCount
    self.loopCount = loopCount
    self.activeLoopCount = activeLoopCount
    self.waitingLoopCount = waitingLoopCount
    self.updatedAt = updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case projectStatus = "project_status"
    case roadmapStatus = "roadmap_status"
    case specCount = "spec_count"
    case loopCount = "loop_count"
    case activeLoopCount = "active_loop_count"
    case waitingLoopCount = "waiting_loop_count"
    case updatedAt = "updated_at"
  }

  /// The place of the project in the list.
  package var key: ChangeKey { ChangeKey(changedAt: updatedAt, name: projectName) }
}
