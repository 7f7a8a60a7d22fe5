// DocumentParts: a document as the server writes it, by its sections: for readers who want some of it.

import JSON
import Models

/// The sections of a written document, each with its place.
package struct DocumentParts: Sendable {
  /// A section of the document.
  package struct Section: Sendable {
    /// The field's name, or the heading of a section that is no field.
    package let name: String
    /// The kind of the section.
    let kind: Kind
    /// The title of the chapter that it stands in; nil for none.
    fileprivate let chapter: Range<Int>?
    /// The bytes from its heading up to the next one.
    package let range: Range<Int>

    /// One of the document's fields, a list of what is stored elsewhere, or an additional section.
    enum Kind { case field, list, additional }
  }

  /// The document's bytes.
  package let bytes: [UInt8]
  /// The sections in order, without title and metadata.
  package let sections: [Section]
  private let form: DocumentForm
  private let head: Range<Int>
  private let metadata: Range<Int>

  /// - Parameter markdown: a document as the server writes it.
  package init(_ markdown: String, form: DocumentForm) {
    self.form = form
    bytes = Array(markdown.utf8)
    let outline = MarkdownOutline(bytes, isStructure: { form.isStructure($0, $1, after: $2.level) }).sections
    var found: [Section] = []
    var chapter: Range<Int>?
    var headings = SectionHeadings(form)
    var (head, metadata) = (0..<0, bytes.count..<bytes.count)
    for (index, section) in outline.enumerated() {
      let start = index == 0 ? 0 : outline[index - 1].body.endIndex
      let range = start..<section.body.endIndex
      guard section.level >= 2 else {
        head = head.lowerBound..<range.upperBound
        continue
      }
      switch form.part(section.level, section.title) {
      case .field(let name):
        found.append(Section(name: name, kind: .field, chapter: section.level > 2 ? chapter : nil, range: range))
      case .chapter: chapter = range
      case .metadata: metadata = range
      case .list: found.append(Section(name: section.title, kind: .list, chapter: nil, range: range))
      case .other:
        let name = headings.name(of: section.title).name
        found.append(Section(name: name, kind: .additional, chapter: nil, range: range))
      }
    }
    (sections, self.head, self.metadata) = (found, head, metadata)
  }

  /// The sections that names mean, by the names that the document gives them.
  ///
  /// - Parameter wanted: names of fields, their headings or those of other sections, folded as headings are;
  ///   `additional_sections` means all that are no fields.
  /// - Returns: the names, or the violation that names each wanted one that is no section.
  package func choose(_ wanted: [String]) -> Result<Set<String>, Violations> {
    var chosen: Set<String> = []
    var unknown: [String] = []
    let others = sections.filter { $0.kind != .field }.map(\.name)
    for name in wanted {
      let key = HeadingKey(name)
      let fields = form.titles.filter { $0.key == name || HeadingKey($0.key) == key || HeadingKey($0.value) == key }
      let exact = others.filter { $0 == name }
      let meant = Array(fields.keys) + (exact.isEmpty ? others.filter { HeadingKey($0) == key } : exact)
      if name == SpecSections.additionalSections {
        chosen.formUnion(sections.filter { $0.kind == .additional }.map(\.name))
        chosen.insert(name)
      } else if meant.isEmpty {
        unknown.append(name)
      } else {
        chosen.formUnion(meant)
      }
    }
    guard unknown.isEmpty else { return .failure(Violations(list: [violation(for: unknown, others: others)])) }
    return .success(chosen)
  }

  /// Violations, as an error.
  package struct Violations: Error {
    /// At least one.
    package let list: [Violation]
  }

  private func violation(for unknown: [String], others: [String]) -> Violation {
    let known = form.titles.keys.sorted() + others
    let got = unknown.map { JSONValue.string($0).abbreviated }.joined(separator: ", ")
    return Violation(path: "sections", problem: "no such section", allowed: known.joined(separator: ", "), got: got)
  }

  /// The document without the sections that are not chosen; title and metadata stay.
  package func narrowed(to chosen: Set<String>) -> String {
    var text = Array(bytes[head])
    var chapter: Range<Int>?
    for section in sections where chosen.contains(section.name) {
      if let own = section.chapter, own != chapter {
        text += bytes[own]
        chapter = own
      }
      text += bytes[section.range]
    }
    text += bytes[metadata]
    return String(decoding: text, as: UTF8.self)
  }

  /// The JSON of a document's model without the fields and sections that are not chosen.
  package func narrowed(_ model: JSONObject, to chosen: Set<String>) -> JSONObject {
    JSONObject(
      model.members.compactMap { member in
        if form.titles[member.key] != nil { return chosen.contains(member.key) ? member : nil }
        // A list of what is stored elsewhere, as the document has it.
        if form.part(2, member.key) == .list {
          return sections.contains { $0.kind == .list && chosen.contains($0.name) } ? member : nil
        }
        guard member.key == SpecSections.additionalSections else { return member }
        let kept = (member.value.arrayValue ?? []).filter { chosen.contains($0["name"]?.stringValue ?? "") }
        if kept.isEmpty && !chosen.contains(member.key) { return nil }
        return JSONObject.Member(key: member.key, value: .array(kept))
      })
  }

  /// The JSON of a document's model without any text.
  package func withoutTexts(_ model: JSONObject) -> JSONObject { narrowed(model, to: []) }
}
