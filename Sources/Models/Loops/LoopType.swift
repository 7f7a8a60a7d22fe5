// LoopType: the kinds of work that loops refine.

/// The kind of work that a loop refines; each type has limits of its own; docs/contract.md, "Environment".
public enum LoopType: String, Choice {
  /// A project plan.
  case plan
  /// A roadmap.
  case roadmap
  /// A technical spec.
  case spec
  /// A plan of how a spec is built.
  case buildPlan = "build_plan"
  /// The code that is built.
  case buildCode = "build_code"
  /// The analysis of a plan's objectives.
  case analyst
}
