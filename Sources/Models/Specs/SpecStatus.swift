// SpecStatus: how far a spec has come.

/// How far a technical spec has come.
public enum SpecStatus: String, Choice {
  case draft
  case inReview = "in-review"
  case approved
  case implementationReady = "implementation-ready"
  case inDevelopment = "in-development"
  case completed
}
