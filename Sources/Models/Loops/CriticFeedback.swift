// CriticFeedback: what a critic said about one iteration.

/// What a critic said about one iteration of a loop.
public struct CriticFeedback: Codable, Sendable, Equatable {
  public let loopID: LoopID
  public let criticAgent: CriticAgent
  /// The iteration that was scored, from 1.
  public let iteration: Int
  public let score: Score
  public let assessmentSummary: Text
  public let detailedFeedback: FlexibleText?
  public let keyIssues: TextList
  public let recommendations: TextList
  public let timestamp: Timestamp

  /// The assessment as recorded at an iteration of a loop.
  public init(_ assessment: CriticAssessment, loopID: LoopID, iteration: Int, timestamp: Timestamp) {
    self.loopID = loopID
    self.iteration = iteration
    self.timestamp = timestamp
    criticAgent = assessment.criticAgent
    score = assessment.score
    assessmentSummary = assessment.assessmentSummary
    detailedFeedback = assessment.detailedFeedback
    keyIssues = assessment.keyIssues
    recommendations = assessment.recommendations
  }

  private enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
    case criticAgent = "critic_agent"
    case iteration
    case score
    case assessmentSummary = "assessment_summary"
    case detailedFeedback = "detailed_feedback"
    case keyIssues = "key_issues"
    case recommendations
    case timestamp
  }
}
