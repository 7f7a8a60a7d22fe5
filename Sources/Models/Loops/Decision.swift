// Decision: what the server decided after a feedback, and why.

/// What the server decided after a feedback.
public struct Decision: Codable, Sendable, Equatable {
  /// Why.
  public enum Reason: String, Choice {
    case thresholdReached = "threshold_reached"
    case checkpoint
    case stagnation
    case belowThreshold = "below_threshold"

    /// The status that a decision for this reason gives its loop.
    public var status: LoopStatus {
      switch self {
      case .thresholdReached: .completed
      case .checkpoint, .stagnation: .userInput
      case .belowThreshold: .refine
      }
    }
  }

  /// `completed`, `refine` or `user_input`; it becomes the loop's status.
  public let status: LoopStatus
  public let reason: Reason
  /// The score at which a loop of this type is completed, 1–100.
  public let threshold: Int
  /// The score less the one before; nil for a first score.
  public let improvement: Int?

  public init(status: LoopStatus, reason: Reason, threshold: Int, improvement: Int?) {
    self.status = status
    self.reason = reason
    self.threshold = threshold
    self.improvement = improvement
  }

  /// The decision for `reason` on the last of `scores`, which are not empty, oldest first.
  public init(_ reason: Reason, scores: [Score], threshold: Int) {
    status = reason.status
    self.reason = reason
    self.threshold = threshold
    let last = scores.suffix(2).map(\.value)
    improvement = last.count == 2 ? last[1] - last[0] : nil
  }
}
