// SpecDocument: a spec as one Markdown document, and writing it.

import Models

/// A spec, whole or without some of its fields, as Markdown.
package struct SpecDocument {
  private let spec: Spec
  private let omitted: Set<String>

  /// The whole document of a spec.
  package init(_ spec: Spec) { self.init(spec, leavingOut: []) }

  /// The document of a spec without some of its fields.
  ///
  /// - Parameter names: the fields left out; `additional_sections` stands for all of these.
  package init(_ spec: Spec, leavingOut names: Set<String>) {
    self.spec = spec
    omitted = names
  }

  // MARK: The form of the document

  private static let overview = "Overview"

  /// The chapters between the overview and the additional sections, with the names of their fields.
  private static let chapters: [(title: String, fields: [String])] = [
    ("System Design", ["architecture", "technology_stack"]),
    (
      "Implementation",
      ["functional_requirements", "non_functional_requirements", "development_plan", "testing_strategy"]
    ),
    ("Additional Details", ["research_requirements", "success_criteria", "integration_context"]),
  ]

  /// The form in which a spec is written as Markdown and read back.
  package static let form: DocumentForm = {
    let frozen = FrozenFields.all.map { (name: $0.name, title: $0.title) }
    let flexible = FlexibleFields.all.map { (name: $0.name, title: $0.title) }
    var form = DocumentForm(
      kinds: ["Technical Specification", "Phase", "Technical Spec", "Specification", "Spec"],
      nameArgument: "phase_name", statusArgument: "spec_status", statuses: SpecStatus.self,
      fields: frozen + flexible, chapters: [overview] + chapters.map(\.title),
      skeleton: "# NAME, ## \(overview), " + frozen.map { "### \($0.title)" }.joined(separator: ", ")
        + "; also " + flexible.map { "### \($0.title)" }.joined(separator: ", ") + ", and sections of any other name")
    form.sectionsArgument = SpecSections.additionalSections
    return form
  }()

  // MARK: Writing

  /// The document; chapters and fields without a text are left out.
  package var markdown: String {
    let form = Self.form
    var blocks = ["# " + DocumentForm.written("\(form.kinds[0]): \(spec.phaseName)")]
    blocks += chapter(
      Self.overview, FrozenFields.all.map { ($0.name, $0.title, spec.frozen[keyPath: $0.path].value) })
    for (title, names) in Self.chapters {
      let fields = FlexibleFields.all.filter { names.contains($0.name) }
      blocks += chapter(title, fields.map { ($0.name, $0.title, spec.flexible[keyPath: $0.path]?.value) })
    }
    var headings = SectionHeadings(form)
    for section in spec.additionalSections.sections where !omitted.contains(SpecSections.additionalSections) {
      blocks.append("## " + headings.heading(of: section.name.value))
      blocks += DocumentForm.paragraphs(form.text(below: 2), section.text.value)
    }
    blocks += ["## \(DocumentForm.metadata)", metadata]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func chapter(_ title: String, _ fields: [(name: String, title: String, text: String?)]) -> [String] {
    let blocks = fields.flatMap { field -> [String] in
      guard let text = field.text, !omitted.contains(field.name) else { return [] }
      return ["### \(field.title)"] + DocumentForm.paragraphs(Self.form.text(below: 3), text)
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
