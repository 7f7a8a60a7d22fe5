// ForeignFields: the headings of other systems' files that stand for fields; docs/moving-over.md has the same table.

import Documents

/// The headings and whole files that a system has for our fields.
struct ForeignFields {
  /// A heading of a file, or the whole of it, and the field that it stands for.
  struct Entry {
    let file: String
    /// Nil for the whole file.
    let heading: String?
    let field: String

    init(_ file: String, _ heading: String, _ field: String) {
      (self.file, self.heading, self.field) = (file, heading, field)
    }

    init(whole file: String, _ field: String) { (self.file, heading, self.field) = (file, nil, field) }
  }

  let entries: [Entry]

  init(of system: ForeignSystem, for target: ForeignRoute.Target) {
    entries = target == .plan ? Self.plan(system) : target == .roadmap ? [] : Self.spec(system)
  }

  private static func spec(_ system: ForeignSystem) -> [Entry] {
    switch system {
    case .openSpec:
      [
        Entry("spec.md", "Purpose", "objectives"), Entry("spec.md", "Requirements", "functional_requirements"),
        Entry("proposal.md", "Why", "objectives"), Entry("proposal.md", "What Changes", "scope"),
        Entry("proposal.md", "Impact", "dependencies"), Entry(whole: "tasks.md", "development_plan"),
      ]
    case .specKit:
      [
        Entry("spec.md", "User Scenarios & Testing", "scope"),
        Entry("spec.md", "Requirements", "functional_requirements"),
        Entry("spec.md", "Success Criteria", "success_criteria"), Entry("spec.md", "Assumptions", "dependencies"),
        Entry("plan.md", "Summary", "objectives"), Entry("plan.md", "Technical Context", "technology_stack"),
        Entry("plan.md", "Project Structure", "architecture"), Entry(whole: "tasks.md", "development_plan"),
      ]
    case .kiro:
      [
        Entry("requirements.md", "Introduction", "objectives"),
        Entry("requirements.md", "Requirements", "functional_requirements"),
        Entry("bugfix.md", "Introduction", "objectives"), Entry("design.md", "Architecture", "architecture"),
        Entry("design.md", "Testing Strategy", "testing_strategy"), Entry(whole: "tasks.md", "development_plan"),
      ]
    case .respecAI: []
    }
  }

  private static func plan(_ system: ForeignSystem) -> [Entry] {
    switch system {
    case .openSpec:
      [
        Entry("project.md", "Purpose", "project_vision"), Entry("project.md", "Tech Stack", "technology_requirements"),
        Entry("project.md", "Project Conventions", "quality_standards"),
        Entry("project.md", "Important Constraints", "project_constraints"),
        Entry("project.md", "External Dependencies", "project_dependencies"),
      ]
    case .specKit: [Entry("constitution.md", "Core Principles", "quality_standards")]
    case .kiro: [Entry(whole: "product.md", "project_vision"), Entry(whole: "tech.md", "technology_requirements")]
    case .respecAI: []
    }
  }

  /// The field that a whole file stands for; nil for one that is cut at its headings.
  func field(ofFile file: String) -> String? { entries.first { $0.file == file && $0.heading == nil }?.field }

  /// The field that a heading of a file stands for. Headings match as in documents; a remark such as `*(mandatory)*` does not
  /// count.
  func field(of heading: String, in file: String) -> String? {
    let words = heading.firstRange(of: " *(").map { String(heading[..<$0.lowerBound]) } ?? heading
    return entries.first { entry in
      entry.file == file && entry.heading.map { HeadingKey($0) == HeadingKey(words) } ?? false
    }?.field
  }
}
