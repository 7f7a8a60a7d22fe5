// ProjectSummary: the number of records in a project's folder.

/// The records of one project that were exported or imported.
public struct ProjectSummary: Codable, Sendable, Equatable {
  /// The project's name.
  public let projectName: String
  /// The name of its folder.
  public let folder: String
  /// True when the project has a plan.
  public internal(set) var hasPlan = false
  /// True when the project has a roadmap.
  public internal(set) var hasRoadmap = false
  /// The number of specs.
  public internal(set) var specs = 0
  /// The number of replaced versions of specs, plan and roadmap.
  public internal(set) var versions = 0
  /// The number of loops.
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

/// The result of an export or import.
public struct ArchiveSummary: Codable, Sendable, Equatable {
  /// A summary for each project, in the order of their folders.
  public let projects: [ProjectSummary]
  /// Remarks for its user on work that was done, one sentence each; empty for none.
  public let warnings: [String]

  /// A result as it is.
  public init(projects: [ProjectSummary], warnings: [String]) {
    self.projects = projects
    self.warnings = warnings
  }
}
