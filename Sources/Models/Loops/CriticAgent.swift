// CriticAgent: who scores an iteration.

/// Who scores an iteration.
public enum CriticAgent: String, Choice {
  case planCritic = "plan-critic"
  case analystCritic = "analyst-critic"
  case roadmapCritic = "roadmap-critic"
  case specCritic = "spec-critic"
  case buildCritic = "build-critic"
  case buildReviewer = "build-reviewer"
}
