// ProjectStatus: how far a project has come.

/// How far a project has come.
public enum ProjectStatus: String, Choice {
  case draft
  case inReview = "in-review"
  case approved
  case active
  case completed
  case cancelled
}
