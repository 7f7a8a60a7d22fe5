// FeedbackOutcome: the result of recording a feedback.

/// The result of recording a feedback: `record_feedback` answers with it.
public struct FeedbackOutcome: Codable, Sendable, Equatable {
  /// The loop afterwards: in its next iteration, unless it is completed.
  public let loop: Loop
  /// The decision, whose status the loop has.
  public let decision: Decision
  /// The feedback as stored, without the critic's words.
  public let feedback: FeedbackReceipt

  /// The three parts, which belong to one call.
  public init(loop: Loop, decision: Decision, feedback: FeedbackReceipt) {
    self.loop = loop
    self.decision = decision
    self.feedback = feedback
  }
}

/// A recorded feedback without the critic's words, which the caller has just sent.
public struct FeedbackReceipt: Codable, Sendable, Equatable {
  /// The iteration that was scored, from 1.
  public let iteration: Int
  /// The critic that scored.
  public let criticAgent: CriticAgent
  /// 0–100 points.
  public let score: Score
  /// The time of recording.
  public let timestamp: Timestamp

  /// The receipt for an assessment, recorded at an iteration.
  public init(_ assessment: CriticAssessment, iteration: Int, timestamp: Timestamp) {
    self.iteration = iteration
    criticAgent = assessment.criticAgent
    score = assessment.score
    self.timestamp = timestamp
  }

  private enum CodingKeys: String, CodingKey {
    case iteration
    case criticAgent = "critic_agent"
    case score
    case timestamp
  }
}
