// FieldDocument: a document of required fields, one a section: a roadmap or a project plan.

import JSON
import Models

/// The form in which a group of fields is written as Markdown and read back.
package struct FieldDocument<Fields: FieldGroup> {
  /// The first words of the title, before a name.
  let kind: String
  /// The argument that the name in the title stands for.
  let nameArgument: String
  /// The argument that the status in the metadata stands for.
  let statusArgument: String

  private static var metadata: String { "Metadata" }
  /// A chapter for readers, of things that are stored elsewhere.
  private static var specs: String { "Specs" }

  // MARK: Writing

  /// - Parameters:
  ///   - name: the words after the kind in the title; nil for the kind alone.
  ///   - specs: lines for the chapter on specs; nil for none.
  ///   - omitted: the names of fields that the document is not to hold.
  func write(
    _ fields: Fields, name: Name?, metadata: [(key: String, value: String)], specs: [String]? = nil,
    leavingOut omitted: Set<String> = []
  ) -> String {
    var blocks = ["# " + kind + (name.map { ": \($0)" } ?? "")]
    for field in Fields.all where !omitted.contains(field.name) {
      blocks += ["## \(field.title)", MarkdownText.escape(fields[keyPath: field.path].value, level: 2)]
    }
    if let specs, !specs.isEmpty { blocks += ["## \(Self.specs)", specs.joined(separator: "\n")] }
    blocks += ["## \(Self.metadata)", metadata.map { "- \($0.key): \($0.value)" }.joined(separator: "\n")]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  // MARK: Reading

  /// Reads a document as `write` makes it, or a hand does, into the arguments that would have said the same.
  package func read(_ markdown: String) -> DocumentReading {
    let outline = MarkdownOutline(markdown) { level, _, _ in level <= 2 }
    var reading = DocumentReading()
    for section in outline.sections {
      switch section.level {
      case 0: reading.expectBlank(section, "before the title", allowed: "a title as the first line")
      case 1: if reading.takeTitle(section) { takeName(section, into: &reading) }
      default: take(section, into: &reading)
      }
    }
    return reading
  }

  private func takeName(_ section: MarkdownSection, into reading: inout DocumentReading) {
    if section.title == kind { return }
    reading.set(nameArgument, section.title.dropping(kind + ": ") ?? section.title, at: section)
  }

  private func take(_ section: MarkdownSection, into reading: inout DocumentReading) {
    if let field = Fields.all.first(where: { $0.title == section.title }) {
      reading.set(field.name, section.text(level: 2), at: section)
    } else if section.title == Self.metadata {
      if reading.takeOnce(section) { reading.takeStatus(statusArgument, from: section) }
    } else if section.title != Self.specs {
      reading.refuse(
        section, "no section of this document",
        allowed: "the sections \(Fields.all.map(\.title).joined(separator: ", "))")
    }
  }
}

extension FieldDocument<RoadmapFields> {
  /// The form of a roadmap's document.
  package static let roadmap = FieldDocument(
    kind: "Roadmap", nameArgument: "roadmap_title", statusArgument: "roadmap_status")
}

extension FieldDocument<ProjectPlanFields> {
  /// The form of a project plan's document.
  package static let projectPlan = FieldDocument(
    kind: "Project Plan", nameArgument: "project_name", statusArgument: "project_status")
}
