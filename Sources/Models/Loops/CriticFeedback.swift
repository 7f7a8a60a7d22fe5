// CriticFeedback: a critic's assessment of one iteration.

/// A critic's assessment as recorded, stamped with loop, iteration and time; an element of the column
/// `feedback_history`; docs/contract.md, "Values".
public struct CriticFeedback: Codable, Sendable, Equatable {
  /// The loop that was scored.
  public let loopID: LoopID
  /// The critic that scored.
  public let criticAgent: CriticAgent
  /// The iteration that was scored, from 1.
  public let iteration: Int
  /// 0–100 points; the decision follows from it.
  public let score: Score
  /// The assessment in short.
  public let assessmentSummary: Text
  /// The assessment at length; nil where the critic gave none.
  public let detailedFeedback: FlexibleText?
  /// The faults to mend, empty without any. Those named again and again are the recurring issues of an analysis.
  public let keyIssues: TextList
  /// The critic's proposals, empty without any.
  public let recommendations: TextList
  /// The time of recording.
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
