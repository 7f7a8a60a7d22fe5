// Decision: the server's decision after a feedback, and its reason.

/// The server's decision after a feedback; docs/contract.md, "Decisions".
public struct Decision: Codable, Sendable, Equatable {
  /// The rule that led to a decision, in the order in which the rules are looked at; then what takes the place of one.
  public enum Reason: String, Choice {
    /// The score is at least the threshold, and there is no blocker: `completed`.
    case thresholdReached = "threshold_reached"
    /// The iteration is divisible by the checkpoint frequency: `user_input`.
    case checkpoint
    /// Since the last human guidance the last two improvements are both below the improvement threshold, or the last three
    /// feedbacks have the same blockers: `user_input`.
    case stagnation
    /// The score is at least the threshold, but there are blockers: `refine`.
    case blocked
    /// None of the others: `refine`.
    case belowThreshold = "below_threshold"
    /// Not all of the loop's reviewers have given their feedback on the iteration: `in_progress`.
    case awaitingReviews = "awaiting_reviews"
    /// A human accepted what there is: `completed`.
    case acceptedByHuman = "accepted_by_human"
    /// A human stopped the loop: `closed`.
    case stoppedByHuman = "stopped_by_human"

    /// The status that a decision for this reason gives its loop.
    public var status: LoopStatus {
      switch self {
      case .thresholdReached, .acceptedByHuman: .completed
      case .checkpoint, .stagnation: .userInput
      case .blocked, .belowThreshold: .refine
      case .awaitingReviews: .inProgress
      case .stoppedByHuman: .closed
      }
    }
  }

  /// `completed`, `refine`, `user_input` or `in_progress`; it becomes the loop's status.
  public let status: LoopStatus
  /// The rule that led to it.
  public let reason: Reason
  /// The score at which a loop of this type is completed, 1–100.
  public let threshold: Int
  /// The score less the one before, −100 to 100; nil for a first score, and before there is one.
  public let improvement: Int?

  /// A decision as it was stored.
  public init(status: LoopStatus, reason: Reason, threshold: Int, improvement: Int?) {
    self.status = status
    self.reason = reason
    self.threshold = threshold
    self.improvement = improvement
  }

  /// The decision for `reason` on the last of `scores`, oldest first; they may be empty where none has been decided on.
  public init(_ reason: Reason, scores: [Score], threshold: Int) {
    status = reason.status
    self.reason = reason
    self.threshold = threshold
    let last = scores.suffix(2).map(\.value)
    improvement = last.count == 2 && reason != .awaitingReviews ? last[1] - last[0] : nil
  }
}
