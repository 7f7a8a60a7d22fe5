// LoopType: what a refinement loop works on.

/// What a refinement loop works on; each type has its own thresholds.
public enum LoopType: String, Choice {
  case plan, roadmap, spec
  case buildPlan = "build_plan"
  case buildCode = "build_code"
  case analyst
}
