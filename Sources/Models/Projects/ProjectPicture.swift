// ProjectPicture: the state of a project in short, for an agent that has lost its context.

/// The state of a project in short: bounded, most urgent first; docs/contract.md, "Tools".
public struct ProjectPicture: Sendable, Equatable {
  /// The most specs that a picture shows.
  public static let maximumSpecs = 20
  /// The most active loops that a picture shows.
  public static let maximumLoops = 10
  /// The loops completed last among which those with a draft are looked for.
  package static let maximumCompleted = 100
  /// The most specs whose loops are completed that a picture shows.
  public static let maximumDrafts = 5

  /// The project, which need not have anything.
  public let projectName: Name
  /// The stage that its plan names; nil without a plan.
  public let projectStatus: ProjectStatus?
  /// The stage of its roadmap; nil without one.
  public let roadmapStatus: RoadmapStatus?
  /// The number of specs of each status; statuses without one are left out.
  public let specCounts: [SpecStatus: Int]
  /// At most `maximumSpecs` of the specs, the latest changed first.
  public let specs: [SpecSummary]
  /// The number of all loops that are not completed.
  public let activeLoopCount: Int
  /// At most `maximumLoops` of the loops that are not completed, by `LoopStatus.urgency`, then the latest changed
  /// first.
  public let activeLoops: [ActiveLoop]
  /// At most `maximumDrafts` specs that are drafts still though a loop on them is completed, the latest completed first.
  public let completedDrafts: [CompletedDraft]

  /// A picture as it was read, lists bounded and in order already.
  public init(
    projectName: Name, projectStatus: ProjectStatus?, roadmapStatus: RoadmapStatus?, specCounts: [SpecStatus: Int],
    specs: [SpecSummary], activeLoopCount: Int, activeLoops: [ActiveLoop], completedDrafts: [CompletedDraft] = []
  ) {
    self.projectName = projectName
    self.projectStatus = projectStatus
    self.roadmapStatus = roadmapStatus
    self.specCounts = specCounts
    self.specs = specs
    self.activeLoopCount = activeLoopCount
    self.activeLoops = activeLoops
    var named: Set<SpecName> = []
    self.completedDrafts = Array(
      completedDrafts.filter { named.insert($0.specName).inserted }.prefix(Self.maximumDrafts))
  }
}

/// A loop that is not completed.
public struct ActiveLoop: Sendable, Equatable {
  /// The loop as it is now.
  public let loop: Loop
  /// The decision on its latest feedback; nil before the first.
  public let lastDecision: Decision?
  /// The latest feedback of a loop that waits for a human, about which that is asked; nil for others.
  public let question: CriticFeedback?
  /// The latest human guidance of a loop that waits for more; nil for others.
  public let lastAnswer: HumanGuidance?

  /// A loop with its last decision.
  public init(
    loop: Loop, lastDecision: Decision?, question: CriticFeedback? = nil, lastAnswer: HumanGuidance? = nil
  ) {
    self.loop = loop
    self.lastDecision = lastDecision
    self.question = question
    self.lastAnswer = lastAnswer
  }
}

/// A spec that is a draft still, and a loop on it that is completed.
public struct CompletedDraft: Sendable, Equatable {
  /// The loop that was completed last.
  public let loopID: LoopID
  /// The spec that it is linked to.
  public let specName: SpecName

  /// A loop and its spec.
  public init(loopID: LoopID, specName: SpecName) {
    self.loopID = loopID
    self.specName = specName
  }
}

extension LoopStatus {
  /// The place of a loop of this status among a project's: 0, waiting for a human, is the most urgent; 3, over,
  /// the least.
  public var urgency: Int {
    switch self {
    case .userInput: 0
    case .refine, .inProgress: 1
    case .initialized: 2
    case .completed, .closed: 3
    }
  }
}
