// ChangeKind: the kinds of things that the record of changes speaks of.

/// What was changed.
public enum ChangeKind: String, Choice, Codable, Sendable {
  /// A refinement loop, with its feedback, guidance, notes and link.
  case loop
  /// A technical spec.
  case spec
  case roadmap
  case projectPlan = "project_plan"
  /// A project as a whole, as an import brings it.
  case project
}
