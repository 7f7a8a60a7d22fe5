// LoopStatus: the state of a loop between feedbacks.

/// The state of a loop: after each feedback that of the decision; docs/contract.md, "Values".
public enum LoopStatus: String, Choice {
  /// Created, no feedback yet.
  case initialized
  /// Reviewers have yet to give their feedback on the iteration. Rows of version 0.1.0 that carry it behave like `refine`.
  case inProgress = "in_progress"
  /// The threshold was reached, or a human accepted what there is: no more feedback or guidance is taken.
  case completed
  /// A human is to say how to go on.
  case userInput = "user_input"
  /// Another iteration is due.
  case refine
  /// Given up: no more feedback or guidance is taken.
  case closed

  /// True for a loop that takes nothing more and waits for nobody.
  public var isOver: Bool { self == .completed || self == .closed }
}
