// Loop: the state of one refinement loop, as tools show it.

/// The state of one refinement loop; docs/contract.md, "Values".
public struct Loop: Codable, Sendable, Equatable {
  /// The scores that JSON has of a loop, the last ones.
  public static let maximumScores = 50
  /// The most reviewers of a loop.
  public static let maximumReviewers = 10
  /// The highest iteration, in which the last feedback is taken.
  public static let maximumIteration = 1_000
  /// The feedbacks that a loop takes; with several reviewers as many iterations as fit. One of an earlier version may have
  /// more.
  public static let maximumFeedbacks = maximumIteration
  /// The human guidance that a loop takes, in entries. One of an earlier version may have more.
  public static let maximumGuidance = 1_000

  /// Unique among all projects.
  public let id: LoopID
  /// The project that the loop belongs to, for good.
  public let projectName: Name
  /// The kind of work that is refined; the policy follows from it.
  public let loopType: LoopType
  /// The last decision's status, or that of a new loop; `refine` again after human guidance.
  public var status: LoopStatus
  /// The latest score; 0 before the first.
  public var currentScore: Score
  /// All scores, oldest first; of a loop read from JSON the last `maximumScores`.
  public var scoreHistory: [Score]
  /// The scores of the loop that are not in `scoreHistory`.
  private var omittedScores = 0
  /// The iteration in progress, from 1 to `maximumIteration`; of a completed loop the one that completed it.
  public var iteration: Int
  /// The time of creation, by which lists are ordered.
  public let createdAt: Timestamp
  /// The time of the latest change: feedback, guidance, a link.
  public var updatedAt: Timestamp
  /// The spec that the loop is linked to, in the same project; nil without a link.
  public var specName: SpecName?
  /// The blockers that the last decision was taken with; empty without any.
  public var blockers = TextList()
  /// The critics of which each gives its feedback once an iteration, for good; empty for a loop that decides on each one.
  public let reviewers: [CriticAgent]
  /// The reviewers that have yet to give theirs on the iteration in progress; empty for a loop that is over.
  public var missingReviewers: [CriticAgent]

  /// A loop as it is created: `initialized`, in iteration 1, without scores.
  public init(
    id: LoopID, projectName: Name, loopType: LoopType, specName: SpecName?, reviewers: [CriticAgent] = [],
    createdAt: Timestamp
  ) {
    self.id = id
    self.projectName = projectName
    self.loopType = loopType
    self.specName = specName
    self.createdAt = createdAt
    status = .initialized
    currentScore = 0
    scoreHistory = []
    iteration = 1
    updatedAt = createdAt
    self.reviewers = reviewers
    missingReviewers = reviewers
  }

  /// A loop as it was stored.
  public init(
    id: LoopID, projectName: Name, loopType: LoopType, status: LoopStatus, currentScore: Score, scoreHistory: [Score],
    iteration: Int, createdAt: Timestamp, updatedAt: Timestamp, blockers: TextList, reviewers: [CriticAgent],
    missingReviewers: [CriticAgent], specName: SpecName?
  ) {
    self.init(
      id: id, projectName: projectName, loopType: loopType, specName: specName, reviewers: reviewers,
      createdAt: createdAt)
    self.status = status
    self.currentScore = currentScore
    self.scoreHistory = scoreHistory
    self.iteration = iteration
    self.updatedAt = updatedAt
    self.blockers = blockers
    self.missingReviewers = missingReviewers
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case projectName = "project_name"
    case loopType = "loop_type"
    case status
    case currentScore = "current_score"
    case scoreHistory = "score_history"
    case scoreCount = "score_count"
    case iteration
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case specName = "spec_name"
    case blockers, reviewers
    case missingReviewers = "missing_reviewers"
  }

  /// The number of all scores.
  public var scoreCount: Int { omittedScores + scoreHistory.count }

  /// Reads the last scores, and how many there are in all.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(LoopID.self, forKey: .id)
    projectName = try container.decode(Name.self, forKey: .projectName)
    loopType = try container.decode(LoopType.self, forKey: .loopType)
    status = try container.decode(LoopStatus.self, forKey: .status)
    currentScore = try container.decode(Score.self, forKey: .currentScore)
    scoreHistory = try container.decode([Score].self, forKey: .scoreHistory)
    omittedScores = try container.decode(Int.self, forKey: .scoreCount) - scoreHistory.count
    iteration = try container.decode(Int.self, forKey: .iteration)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
    specName = try container.decodeIfPresent(SpecName.self, forKey: .specName)
    blockers = try container.decodeIfPresent(TextList.self, forKey: .blockers) ?? TextList()
    reviewers = try container.decodeIfPresent([CriticAgent].self, forKey: .reviewers) ?? []
    missingReviewers = try container.decodeIfPresent([CriticAgent].self, forKey: .missingReviewers) ?? []
  }

  /// Writes the last scores alone, and how many there are in all.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(projectName, forKey: .projectName)
    try container.encode(loopType, forKey: .loopType)
    try container.encode(status, forKey: .status)
    try container.encode(currentScore, forKey: .currentScore)
    try container.encode(Array(scoreHistory.suffix(Self.maximumScores)), forKey: .scoreHistory)
    try container.encode(scoreCount, forKey: .scoreCount)
    try container.encode(iteration, forKey: .iteration)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
    try container.encodeIfPresent(specName, forKey: .specName)
    if !blockers.values.isEmpty { try container.encode(blockers, forKey: .blockers) }
    guard !reviewers.isEmpty else { return }
    try container.encode(reviewers, forKey: .reviewers)
    try container.encode(missingReviewers, forKey: .missingReviewers)
  }
}
