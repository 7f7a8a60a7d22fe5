// RoadmapStatus: the stages of a roadmap.

/// The stage of a roadmap, set by callers alone: the server allows any change; docs/contract.md, "Values".
public enum RoadmapStatus: String, Choice {
  /// It is being written; the default.
  case draft
  /// It is being reviewed.
  case inReview = "in-review"
  /// It is agreed on.
  case approved
  /// Its phases are being built.
  case inProgress = "in-progress"
  /// Its phases are built.
  case completed
  /// It cannot go on.
  case blocked
}
