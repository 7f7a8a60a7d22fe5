// Loop: the state of one refinement loop, as tools show it.

/// The state of one refinement loop; docs/contract.md, "Values".
public struct Loop: Codable, Sendable, Equatable {
  /// The highest iteration; feedback at it is still taken and stamped with it.
  public static let maximumIteration = 1_000

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
  /// All scores, oldest first.
  public var scoreHistory: [Score]
  /// The iteration in progress, from 1 to `maximumIteration`; of a completed loop the one that completed it.
  public var iteration: Int
  /// The time of creation, by which lists are ordered.
  public let createdAt: Timestamp
  /// The time of the latest change: feedback, guidance, a link.
  public var updatedAt: Timestamp
  /// The spec that the loop is linked to, in the same project; nil without a link.
  public var specName: SpecName?

  /// A loop as it is created: `initialized`, in iteration 1, without scores.
  public init(id: LoopID, projectName: Name, loopType: LoopType, specName: SpecName?, createdAt: Timestamp) {
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
  }

  /// A loop as it was stored.
  public init(
    id: LoopID, projectName: Name, loopType: LoopType, status: LoopStatus, currentScore: Score, scoreHistory: [Score],
    iteration: Int, createdAt: Timestamp, updatedAt: Timestamp, specName: SpecName?
  ) {
    self.init(id: id, projectName: projectName, loopType: loopType, specName: specName, createdAt: createdAt)
    self.status = status
    self.currentScore = currentScore
    self.scoreHistory = scoreHistory
    self.iteration = iteration
    self.updatedAt = updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case projectName = "project_name"
    case loopType = "loop_type"
    case status
    case currentScore = "current_score"
    case scoreHistory = "score_history"
    case iteration
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case specName = "spec_name"
  }
}
