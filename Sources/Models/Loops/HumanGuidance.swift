// HumanGuidance: a person's words about a loop.

/// A person's words about a loop, from which on stagnation is judged anew; docs/contract.md, "Decisions".
public struct HumanGuidance: Codable, Sendable, Equatable {
  /// The iteration that was in progress, from 1.
  public let iteration: Int
  /// The words as they were given; nil for a verdict without any.
  public let feedback: Text?
  /// What is to become of the loop.
  public let verdict: GuidanceVerdict
  /// The way on which the words came.
  public let source: GuidanceSource
  /// The time of recording.
  public let timestamp: Timestamp

  /// Guidance as it was recorded.
  public init(iteration: Int, feedback: Text?, verdict: GuidanceVerdict, source: GuidanceSource, timestamp: Timestamp) {
    self.iteration = iteration
    self.feedback = feedback
    self.verdict = verdict
    self.source = source
    self.timestamp = timestamp
  }

  /// Guidance as it is recorded.
  public init(_ guidance: Guidance, iteration: Int, timestamp: Timestamp) {
    self.init(
      iteration: iteration, feedback: guidance.feedback, verdict: guidance.verdict, source: guidance.source,
      timestamp: timestamp)
  }
}
