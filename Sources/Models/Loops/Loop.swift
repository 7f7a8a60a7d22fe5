// Loop: the state of one refinement loop, as tools show it.

/// The state of one refinement loop.
public struct Loop: Codable, Sendable, Equatable {
  /// The highest iteration; feedback at it is still taken and stamped with it.
  public static let maximumIteration = 1_000

  public let id: LoopID
  public let projectName: Name
  public let loopType: LoopType
  public var status: LoopStatus
  /// The latest score; 0 before the first.
  public var currentScore: Score
  /// All scores, oldest first.
  public var scoreHistory: [Score]
  /// The iteration in progress, from 1.
  public var iteration: Int
  public let createdAt: Timestamp
  public var updatedAt: Timestamp
  /// The spec that the loop is linked to, in the same project.
  public var specName: SpecName?

  /// A loop as it is created.
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
