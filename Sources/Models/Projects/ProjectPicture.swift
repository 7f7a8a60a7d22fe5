// ProjectPicture: where a project stands, for an agent that has lost the thread.

/// Where a project stands: bounded, most urgent first.
public struct ProjectPicture: Sendable, Equatable {
  /// The most specs and loops that a picture shows.
  public static let maximumSpecs = 20
  public static let maximumLoops = 10

  public let projectName: Name
  /// Nil where nothing is stored.
  public let projectStatus: ProjectStatus?
  public let roadmapStatus: RoadmapStatus?
  /// How many specs have each status; statuses without one are left out.
  public let specCounts: [SpecStatus: Int]
  /// The latest changed first.
  public let specs: [SpecSummary]
  /// How many loops are not completed.
  public let activeLoopCount: Int
  /// Loops that are not completed: those that wait for the human, then refinements, then new ones; the latest changed
  /// first.
  public let activeLoops: [ActiveLoop]

  public init(
    projectName: Name, projectStatus: ProjectStatus?, roadmapStatus: RoadmapStatus?, specCounts: [SpecStatus: Int],
    specs: [SpecSummary], activeLoopCount: Int, activeLoops: [ActiveLoop]
  ) {
    self.projectName = projectName
    self.projectStatus = projectStatus
    self.roadmapStatus = roadmapStatus
    self.specCounts = specCounts
    self.specs = specs
    self.activeLoopCount = activeLoopCount
    self.activeLoops = activeLoops
  }
}

/// A loop that is not completed.
public struct ActiveLoop: Sendable, Equatable {
  public let loop: Loop
  /// Nil before the first feedback.
  public let lastDecision: Decision?

  public init(loop: Loop, lastDecision: Decision?) {
    self.loop = loop
    self.lastDecision = lastDecision
  }
}

extension LoopStatus {
  /// How soon a loop of this status wants attention: 0 first.
  public var urgency: Int {
    switch self {
    case .userInput: 0
    case .refine, .inProgress: 1
    case .initialized: 2
    case .completed: 3
    }
  }
}
