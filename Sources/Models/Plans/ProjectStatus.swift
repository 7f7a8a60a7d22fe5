// ProjectStatus: the stages of a project.

/// The stage of a project, set by callers alone: the server allows any change; docs/contract.md, "Values".
public enum ProjectStatus: String, Choice {
  /// The plan is being written; the default.
  case draft
  /// The plan is being reviewed.
  case inReview = "in-review"
  /// The plan is agreed on.
  case approved
  /// The project is under way.
  case active
  /// The project is done.
  case completed
  /// The project was given up.
  case cancelled
}
