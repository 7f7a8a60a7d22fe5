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
  /// The faults with which the loop must not be completed; empty without any, and in records of version 0.1.0.
  public let blockers: TextList
  /// The version that the linked spec had when the feedback was recorded; nil without a link, and in records of version
  /// 0.1.0.
  public let specVersion: Int?
  /// The time of recording.
  public let timestamp: Timestamp

  /// The assessment as recorded at an iteration of a loop.
  public init(
    _ assessment: CriticAssessment, loopID: LoopID, iteration: Int, specVersion: Int?, timestamp: Timestamp
  ) {
    self.loopID = loopID
    self.iteration = iteration
    self.specVersion = specVersion
    self.timestamp = timestamp
    criticAgent = assessment.criticAgent
    score = assessment.score
    assessmentSummary = assessment.assessmentSummary
    detailedFeedback = assessment.detailedFeedback
    keyIssues = assessment.keyIssues
    recommendations = assessment.recommendations
    blockers = assessment.blockers
  }

  /// Reads a record, also one of version 0.1.0.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    loopID = try container.decode(LoopID.self, forKey: .loopID)
    criticAgent = try container.decode(CriticAgent.self, forKey: .criticAgent)
    iteration = try container.decode(Int.self, forKey: .iteration)
    score = try container.decode(Score.self, forKey: .score)
    assessmentSummary = try container.decode(Text.self, forKey: .assessmentSummary)
    detailedFeedback = try container.decodeIfPresent(FlexibleText.self, forKey: .detailedFeedback)
    keyIssues = try container.decode(TextList.self, forKey: .keyIssues)
    recommendations = try container.decode(TextList.self, forKey: .recommendations)
    blockers = try container.decodeIfPresent(TextList.self, forKey: .blockers) ?? TextList()
    specVersion = try container.decodeIfPresent(Int.self, forKey: .specVersion)
    timestamp = try container.decode(Timestamp.self, forKey: .timestamp)
  }

  private enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
    case criticAgent = "critic_agent"
    case iteration
    case score
    case assessmentSummary = "assessment_summary"
    case detailedFeedback = "detailed_feedback"
    case keyIssues = "key_issues"
    case recommendations, blockers
    case specVersion = "spec_version"
    case timestamp
  }
}
