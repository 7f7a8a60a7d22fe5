// SpecStatus: the stages of a technical spec.

/// The stage of a technical spec, set by callers alone: the server allows any change; docs/contract.md, "Values".
public enum SpecStatus: String, Choice {
  /// It is being written; the default.
  case draft
  /// It is being reviewed.
  case inReview = "in-review"
  /// It is agreed on.
  case approved
  /// Nothing stands between it and its implementation.
  case implementationReady = "implementation-ready"
  /// It is being implemented.
  case inDevelopment = "in-development"
  /// It is implemented.
  case completed
}
