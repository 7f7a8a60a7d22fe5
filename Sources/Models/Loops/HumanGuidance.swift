// HumanGuidance: what a person said about a loop.

/// What a person said about a loop.
public struct HumanGuidance: Codable, Sendable, Equatable {
  /// The iteration that was in progress.
  public let iteration: Int
  public let feedback: Text
  public let timestamp: Timestamp

  public init(iteration: Int, feedback: Text, timestamp: Timestamp) {
    self.iteration = iteration
    self.feedback = feedback
    self.timestamp = timestamp
  }
}
