// SpecDocument: a spec as one Markdown document, and writing it.

import Models

/// A spec, or the parts of it that were asked for, as Markdown.
package struct SpecDocument {
  private let spec: Spec
  private let includesField: (String) -> Bool
  private let includesSection: (Name) -> Bool

  /// The document of a spec.
  ///
  /// - Parameter sections: the parts that it holds; nil for the whole document.
  package init(_ spec: Spec, only sections: SpecSections? = nil) {
    self.spec = spec
    includesField = { sections?.includes(field: $0) ?? true }
    includesSection = { sections?.includes(section: $0) ?? true }
  }

  /// The document of a spec without some of its fields.
  ///
  /// - Parameter names: the fields left out; `additional_sections` stands for all of these.
  package init(_ spec: Spec, leavingOut names: Set<String>) {
    self.spec = spec
    includesField = { !names.contains($0) }
    includesSection = { _ in !names.contains(SpecSections.additionalSections) }
  }

  // MARK: The form of the document

  /// The first words of the title, before the phase's name.
  static let titlePrefix = "Technical Specification: "
  static let overview = "Overview"
  static let metadata = "Metadata"

  /// The chapters between the overview and the additional sections, with the names of their fields.
  private static let chapters: [(title: String, fields: [String])] = [
    ("System Design", ["architecture", "technology_stack"]),
    (
      "Implementation",
      ["functional_requirements", "non_functional_requirements", "development_plan", "testing_strategy"]
    ),
    ("Additional Details", ["research_requirements", "success_criteria", "integration_context"]),
  ]

  /// The chapters whose third-level headings name fields.
  static let chapterTitles = Set([overview] + chapters.map(\.title))

  /// The name of each field by its heading.
  static let fieldNames = Dictionary(
    uniqueKeysWithValues: FrozenFields.all.map { ($0.title, $0.name) } + FlexibleFields.all.map { ($0.title, $0.name) })

  /// An additional section's heading. A backslash keeps one that is called like a chapter from being taken for it.
  private static func heading(of section: Name) -> String {
    let isTaken =
      chapterTitles.contains(section.value) || section.value == metadata || section.value.dropping("\\") != nil
    return isTaken ? "\\\(section)" : section.value
  }

  /// The name that a heading stands for.
  static func sectionName(of heading: String) -> String {
    heading.dropping("\\") ?? heading
  }

  // MARK: Writing

  /// The document; chapters and fields without a text are left out.
  package var markdown: String {
    var blocks = ["# \(Self.titlePrefix)\(spec.phaseName)"]
    blocks += chapter(
      Self.overview, FrozenFields.all.map { ($0.name, $0.title, spec.frozen[keyPath: $0.path].value) })
    for (title, names) in Self.chapters {
      let fields = FlexibleFields.all.filter { names.contains($0.name) }
      blocks += chapter(title, fields.map { ($0.name, $0.title, spec.flexible[keyPath: $0.path]?.value) })
    }
    for section in spec.additionalSections.sections where includesSection(section.name) {
      blocks.append("## \(Self.heading(of: section.name))")
      if !section.text.value.isEmpty { blocks.append(MarkdownText.escape(section.text.value, level: 2)) }
    }
    blocks += ["## \(Self.metadata)", metadata]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func chapter(_ title: String, _ fields: [(name: String, title: String, text: String?)]) -> [String] {
    let blocks = fields.flatMap { field -> [String] in
      guard let text = field.text, includesField(field.name) else { return [] }
      return ["### \(field.title)", MarkdownText.escape(text, level: 3)]
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
