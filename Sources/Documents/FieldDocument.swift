// FieldDocument: a document of fields and additional sections: a roadmap or a project plan.

import JSON
import Models

/// The form in which a group of fields is written as Markdown and read back.
package struct FieldDocument<Fields: DocumentFields>: Sendable {
  /// The parts of the document.
  package let form: DocumentForm

  /// A chapter for readers, of things that are stored elsewhere.
  private static var specs: String { "Specs" }
  private static var additionalSections: String { "additional_sections" }

  // MARK: Writing

  /// - Parameters:
  ///   - fields: the texts; unset ones are left out.
  ///   - name: the words after the kind in the title; nil for the kind alone.
  ///   - specs: lines for the chapter on specs; nil for none.
  ///   - omitted: the names of fields that the document is not to hold; `additional_sections` stands for all of these.
  func write(
    _ fields: Fields, _ sections: AdditionalSections, name: Name?, metadata: [(key: String, value: String)],
    specs: [String]? = nil, leavingOut omitted: Set<String> = []
  ) -> String {
    var blocks = ["# " + DocumentForm.written(form.kinds[0] + (name.map { ": \($0)" } ?? ""))]
    for field in Fields.all where !omitted.contains(field.name) {
      guard let text = fields[keyPath: field.path] else { continue }
      blocks += ["## \(field.title)"]
      blocks += DocumentForm.paragraphs(form.text(below: 2), text.value)
    }
    var headings = SectionHeadings(form)
    for section in sections.sections where !omitted.contains(Self.additionalSections) {
      blocks.append("## " + headings.heading(of: section.name.value))
      blocks += DocumentForm.paragraphs(form.text(below: 2), section.text.value)
    }
    if let specs, !specs.isEmpty { blocks += ["## \(Self.specs)", specs.joined(separator: "\n")] }
    blocks += ["## \(DocumentForm.metadata)", metadata.map { "- \($0.key): \($0.value)" }.joined(separator: "\n")]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  // MARK: The form

  private static var fields: [(name: String, title: String)] { Fields.all.map { ($0.name, $0.title) } }

  private static var skeleton: String {
    "# NAME, " + Fields.all.map { "## \($0.title)" }.joined(separator: ", ") + ", and sections of any other name"
  }
}

extension FieldDocument<RoadmapFields> {
  /// The form of a roadmap's document. The chapters are those of respec-ai's.
  package static let roadmap: FieldDocument = {
    var form = DocumentForm(
      kinds: ["Roadmap", "Project Roadmap", "Plan Roadmap"], nameArgument: "roadmap_title",
      statusArgument: "roadmap_status", statuses: RoadmapStatus.self, optionalWords: ["roadmap", "project", "plan"],
      fields: fields, chapters: ["Project Details", "Risk Assessment", "Resource Planning", "Success Metrics"],
      lists: [specs, "Specifications", "Phases"], skeleton: skeleton)
    form.foreignKinds = SpecDocument.form.kinds
    form.sectionsArgument = additionalSections
    return FieldDocument(form: form)
  }()
}

extension FieldDocument<ProjectPlanFields> {
  /// The form of a project plan's document. The chapters are those of respec-ai's.
  package static let projectPlan: FieldDocument = {
    var form = DocumentForm(
      kinds: ["Project Plan", "Plan"], nameArgument: "project_name", statusArgument: "project_status",
      statuses: ProjectStatus.self, optionalWords: ["project", "plan"], fields: fields,
      chapters: [
        "Executive Summary", "Business Objectives", "Project Scope", "Stakeholders", "Project Structure",
        "Resource Requirements", "Risk Management", "Quality Assurance", "Communication Plan",
      ],
      skeleton: skeleton)
    form.sectionsArgument = additionalSections
    return FieldDocument(form: form)
  }()
}
