// CriticAgent: the critics that score iterations.

/// The critic that scores an iteration; docs/contract.md, "Values". Any critic may score a loop of any type.
public enum CriticAgent: String, Choice {
  /// Scores project plans.
  case planCritic = "plan-critic"
  /// Scores the analysis of a plan's objectives.
  case analystCritic = "analyst-critic"
  /// Scores roadmaps.
  case roadmapCritic = "roadmap-critic"
  /// Scores technical specs.
  case specCritic = "spec-critic"
  /// Scores plans of how a spec is built.
  case buildCritic = "build-critic"
  /// Scores the code that was built.
  case buildReviewer = "build-reviewer"
}
