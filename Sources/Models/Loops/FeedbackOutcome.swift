// FeedbackOutcome: what recording a feedback led to.

/// What recording a feedback led to: the loop after it, the decision and the feedback as stored.
public struct FeedbackOutcome: Codable, Sendable, Equatable {
  public let loop: Loop
  public let decision: Decision
  public let feedback: CriticFeedback

  public init(loop: Loop, decision: Decision, feedback: CriticFeedback) {
    self.loop = loop
    self.decision = decision
    self.feedback = feedback
  }
}
