// ChangeOperation: the ways in which something can change.

/// What was done to it.
public enum ChangeOperation: String, Choice, Codable, Sendable {
  case created
  /// A new version of a spec, a roadmap or a plan.
  case updated
  case deleted
  /// A critic's feedback was recorded, and the decision on it taken.
  case feedback
  /// A human's guidance was recorded.
  case guidance
  /// The note on a loop's objectives was stored.
  case objectiveFeedback = "objective_feedback"
  case linked
  case unlinked
  /// A whole project came from an archive.
  case imported
}
