// ForeignDocument: a Markdown document of another system, cut at its headings.

import Models

/// A Markdown document that was not written for this server. Its texts stay as they stand there, and every line of it is in
/// one part.
package struct ForeignDocument {
  /// A heading and what stands below it, or the text before the first one.
  package struct Part {
    /// The meaning of the heading in a document of the form that was asked for.
    package enum Kind: Equatable {
      /// The first one of the first level.
      case title
      /// One that stands for the field of that name.
      case field(String)
      /// One that only holds fields together.
      case chapter
      case metadata
      case other
    }

    /// The meaning of the heading.
    package let kind: Kind
    /// The heading's words; empty for text before the first heading.
    package let heading: String
    /// The text below the heading, in the form of documents.
    package let text: String
    /// The text with the heading, as it stands in the document.
    package let source: String
  }

  /// The lines between `---` and `---` at the beginning; nil where there are none.
  package let frontMatter: String?
  /// The parts in order, empty ones too.
  package let parts: [Part]

  /// Cuts a document.
  ///
  /// - Parameter form: the form that the document may have: then it is cut where documents of that form are. Without one
  ///   it is cut at every heading of the first two levels.
  package init(_ markdown: String, form: DocumentForm? = nil) {
    let bytes = Self.bytes(of: markdown)
    let front = FrontMatter(bytes, firstLine: 1)
    let start = front?.end.offset ?? 0
    let sections = MarkdownOutline(bytes, from: start) { level, title, last in
      form.map { $0.isStructure(level, title, after: last.level) } ?? (level <= 2)
    }.sections
    frontMatter = front?.text.normalizedForDocument
    let ends = [start] + sections.map(\.body.endIndex)
    let first = sections.first { $0.level == 1 }?.line
    parts = zip(sections, ends).compactMap { section, start in
      let source = Self.text(bytes[start..<section.body.endIndex])
      // There need be nothing before the first heading.
      if section.level == 0 && section.isBlank { return nil }
      return Part(
        kind: Self.kind(of: section, in: form, first: first), heading: section.title, text: Self.text(section.body),
        source: source)
    }
  }

  private static func kind(of section: MarkdownSection, in form: DocumentForm?, first: Int?) -> Part.Kind {
    guard let form, section.level > 0 else { return .other }
    if section.level == 1 { return section.line == first ? .title : .other }
    return switch form.part(section.level, section.title) {
    case .field(let name): .field(name)
    case .chapter: .chapter
    case .metadata: .metadata
    case .list, .other: .other
    }
  }

  /// A roadmap's document without the whole specs that may stand behind it, and each of these.
  package static func specs(behind markdown: String) -> (roadmap: String, specs: [(name: String, text: String)]) {
    let bytes = bytes(of: markdown)
    let form = FieldDocument.roadmap.form
    let titles = MarkdownOutline(bytes) { level, title, _ in level == 1 && form.isForeign(title) }.sections
    let ends = [0] + titles.map(\.body.endIndex)
    let specs = zip(titles, ends).dropFirst().map { section, start in
      (SpecDocument.form.name(in: section.title) ?? section.title, text(bytes[start..<section.body.endIndex]))
    }
    return (text(titles[0].body), specs)
  }

  private static func bytes(of markdown: String) -> [UInt8] {
    Array((markdown.dropping("\u{feff}") ?? markdown).normalizedForDocument.utf8)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).normalizedForDocument
  }
}
