// SpecDocument: a spec as one Markdown document.

import Models

/// A spec, or the parts of it that were asked for, as Markdown.
struct SpecDocument {
  private let spec: Spec
  private let sections: SpecSections?

  /// - Parameter sections: nil for the whole document.
  init(_ spec: Spec, only sections: SpecSections? = nil) {
    self.spec = spec
    self.sections = sections
  }

  /// The chapters between the overview and the additional sections, with the names of their fields.
  private static let chapters: [(title: String, fields: [String])] = [
    ("System Design", ["architecture", "technology_stack"]),
    (
      "Implementation",
      ["functional_requirements", "non_functional_requirements", "development_plan", "testing_strategy"]
    ),
    ("Additional Details", ["research_requirements", "success_criteria", "integration_context"]),
  ]

  /// The document; chapters and sections without a text are left out.
  var markdown: String {
    var blocks = ["# Technical Specification: \(spec.phaseName)"]
    blocks += chapter("Overview", FrozenFields.all.map { ($0.name, $0.title, spec.frozen[keyPath: $0.path].value) })
    for (title, names) in Self.chapters {
      let fields = FlexibleFields.all.filter { names.contains($0.name) }
      blocks += chapter(title, fields.map { ($0.name, $0.title, spec.flexible[keyPath: $0.path]?.value) })
    }
    for (name, text) in spec.additionalSections.sorted where sections?.includes(section: name) ?? true {
      blocks += ["## \(name)", text.value]
    }
    blocks += ["## Metadata", metadata]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func chapter(_ title: String, _ fields: [(name: String, title: String, text: String?)]) -> [String] {
    let blocks = fields.flatMap { field -> [String] in
      guard let text = field.text, sections?.includes(field: field.name) ?? true else { return [] }
      return ["### \(field.title)", text]
    }
    return blocks.isEmpty ? [] : ["## \(title)"] + blocks
  }

  private var metadata: String {
    """
    - Project: \(spec.projectName)
    - Spec: \(spec.specName)
    - Status: \(spec.specStatus.rawValue)
    - Iteration: \(spec.iteration)
    - Version: \(spec.version)
    - Created: \(spec.createdAt)
    - Updated: \(spec.updatedAt)
    """
  }
}
