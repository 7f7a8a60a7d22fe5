// LoopStatus: where a loop stands.

/// Where a loop stands: after each feedback, the decision that the server took.
public enum LoopStatus: String, Choice {
  /// Created, no feedback yet.
  case initialized
  /// Never set by the server; rows that carry it behave like `refine`.
  case inProgress = "in_progress"
  /// The threshold was reached. Final.
  case completed
  /// A human is to say how to go on.
  case userInput = "user_input"
  /// Another iteration is due.
  case refine
}
