// ForeignSystem: the systems whose files can be imported, each with its mapping; docs/moving-over.md has the same tables.

/// A system for specs as files.
public enum ForeignSystem: String, CaseIterable, Sendable {
  case openSpec = "openspec"
  case specKit = "spec-kit"
  case kiro

  /// The folders that are read, from the root of the project.
  var roots: [String] {
    switch self {
    case .openSpec: ["openspec"]
    case .specKit: ["specs", ".specify/memory"]
    case .kiro: [".kiro"]
    }
  }

  /// The folders of which each folder becomes a spec, the innermost first, with the beginning of the spec's name.
  var specFolders: [(path: String, prefix: String)] {
    switch self {
    case .openSpec: [("openspec/changes/archive", "archive-"), ("openspec/changes", "change-"), ("openspec/specs", "")]
    case .specKit: [("specs", "")]
    case .kiro: [(".kiro/specs", "")]
    }
  }

  /// The field for the text below a heading of a file, by `FILE: HEADING`; by `FILE` that for the whole of it.
  var fields: [String: String] {
    switch self {
    case .openSpec:
      [
        "spec.md: Purpose": "objectives", "spec.md: Requirements": "functional_requirements",
        "proposal.md: Why": "objectives", "proposal.md: What Changes": "scope", "proposal.md: Impact": "dependencies",
        "tasks.md": "development_plan",
      ]
    case .specKit:
      [
        "spec.md: User Scenarios & Testing": "scope", "spec.md: Requirements": "functional_requirements",
        "spec.md: Success Criteria": "success_criteria", "spec.md: Assumptions": "dependencies",
        "plan.md: Summary": "objectives", "plan.md: Technical Context": "technology_stack",
        "plan.md: Project Structure": "architecture", "tasks.md": "development_plan",
      ]
    case .kiro:
      [
        "requirements.md: Introduction": "objectives", "requirements.md: Requirements": "functional_requirements",
        "bugfix.md: Introduction": "objectives", "design.md: Architecture": "architecture",
        "design.md: Testing Strategy": "testing_strategy", "tasks.md": "development_plan",
      ]
    }
  }
}
