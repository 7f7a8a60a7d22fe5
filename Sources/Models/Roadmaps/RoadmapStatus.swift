// RoadmapStatus: how far a roadmap has come.

/// How far a roadmap has come.
public enum RoadmapStatus: String, Choice {
  case draft
  case inReview = "in-review"
  case approved
  case inProgress = "in-progress"
  case completed
  case blocked
}
