// ForeignDocument: a Markdown document of another system, cut at its headings.

import Models

/// A Markdown document that was not written for this server. Its texts stay as they stand there.
package struct ForeignDocument {
  /// The parts in order: each heading of the first two levels with the text below it; first, with an empty heading, the
  /// text before them. Empty texts are kept.
  package let parts: [(heading: String, text: String)]
  /// The line of a block that is too long to be read, where the parts end; nil where the document was read whole.
  package let unreadFrom: Int?

  /// Cuts a document.
  package init(_ markdown: String) {
    let outline = MarkdownOutline(Array(markdown.normalizedForDocument.utf8)) { level, _, _ in level <= 2 }
    parts = outline.sections.map { ($0.title, String(decoding: $0.body, as: UTF8.self).normalizedForDocument) }
    unreadFrom = outline.oversized
  }
}
