// FeedbackOutcome: the result of recording a feedback.

/// The result of recording a feedback: `record_feedback` answers with it.
public struct FeedbackOutcome: Codable, Sendable, Equatable {
  /// The loop afterwards: in its next iteration, unless it is completed.
  public let loop: Loop
  /// The decision, whose status the loop has.
  public let decision: Decision
  /// The feedback as stored.
  public let feedback: CriticFeedback

  /// The three parts, which belong to one call.
  public init(loop: Loop, decision: Decision, feedback: CriticFeedback) {
    self.loop = loop
    self.decision = decision
    self.feedback = feedback
  }
}
