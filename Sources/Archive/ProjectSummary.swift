// ProjectSummary: how much a project's folder holds.

/// What was exported or imported of one project.
public struct ProjectSummary: Codable, Sendable, Equatable {
  public let projectName: String
  /// The name of its folder.
  public let folder: String
  public internal(set) var hasPlan = false
  public internal(set) var hasRoadmap = false
  public internal(set) var specs = 0
  /// Versions of specs that were replaced.
  public internal(set) var versions = 0
  public internal(set) var loops = 0

  init(projectName: String, folder: String) {
    self.projectName = projectName
    self.folder = folder
  }

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case folder
    case hasPlan = "plan"
    case hasRoadmap = "roadmap"
    case specs, versions, loops
  }
}

/// What an export or import did.
public struct ArchiveSummary: Codable, Sendable, Equatable {
  public let projects: [ProjectSummary]
  /// What its user should know although it was done.
  public let warnings: [String]

  public init(projects: [ProjectSummary], warnings: [String]) {
    self.projects = projects
    self.warnings = warnings
  }
}
