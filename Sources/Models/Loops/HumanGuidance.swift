// HumanGuidance: a person's words about a loop.

/// A person's words about a loop, from which on stagnation is judged anew; docs/contract.md, "Decisions".
public struct HumanGuidance: Codable, Sendable, Equatable {
  /// The iteration that was in progress, from 1.
  public let iteration: Int
  /// The words as they were given.
  public let feedback: Text
  /// The time of recording.
  public let timestamp: Timestamp

  /// Guidance as it is recorded.
  public init(iteration: Int, feedback: Text, timestamp: Timestamp) {
    self.iteration = iteration
    self.feedback = feedback
    self.timestamp = timestamp
  }
}
