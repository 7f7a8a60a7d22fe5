// MarkdownOutline: a document cut at its headings; nothing in it is dropped or joined.

import Models

/// A piece of a document: a heading and the lines up to the next one.
struct MarkdownSection {
  /// The heading's level, 1–6; 0 for the lines before the first heading.
  let level: Int
  let title: String
  /// The heading's line, counted from 1.
  let line: Int
  /// The lines below the heading as they stand in the document, of which a message may hold millions.
  fileprivate(set) var body: ArraySlice<UInt8>

  /// The text below the heading, for a place where headings up to `level` are structure.
  func text(level: Int) -> String {
    var text: [UInt8] = []
    // A heading is structure outside of fences only, so that no section begins in one.
    var scanner = MarkdownScanner()
    var isFirst = true
    for (index, line) in MarkdownLines(body).enumerated() {
      // One blank line belongs to the heading above it.
      if index == 0, line.isEmpty { continue }
      if !isFirst { text.append(UInt8(ascii: "\n")) }
      isFirst = false
      let wasInFence = scanner.isInFence
      _ = scanner.scan(line)
      text += wasInFence || scanner.isInFence ? line : MarkdownText.unescape(line, level: level)
    }
    return String(decoding: text, as: UTF8.self).normalizedForDocument
  }

  /// The first line below the heading that is more than white space.
  var firstText: (line: Int, text: String)? {
    for (index, line) in MarkdownLines(body).enumerated() {
      let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if !isBlank { return (self.line + 1 + index, String(decoding: line, as: UTF8.self)) }
    }
    return nil
  }
}

/// The sections of a document, in order.
struct MarkdownOutline {
  private(set) var sections: [MarkdownSection]

  /// - Parameter isStructure: true for a heading that begins a section after the `last` one; otherwise it is text.
  init(_ document: String, isStructure: (_ level: Int, _ title: String, _ last: MarkdownSection) -> Bool) {
    // A file may begin with a byte order mark.
    let text = document.dropping("\u{feff}") ?? document
    let bytes = Array(text.normalizedForDocument.utf8)
    sections = [MarkdownSection(level: 0, title: "", line: 0, body: bytes[..<0])]
    var scanner = MarkdownScanner()
    var start = 0
    for (index, line) in MarkdownLines(bytes[...]).enumerated() {
      if case .heading(let level, let title) = scanner.scan(line),
        isStructure(level, title, sections[sections.count - 1])
      {
        start = min(line.endIndex + 1, bytes.endIndex)
        sections.append(MarkdownSection(level: level, title: title, line: index + 1, body: bytes[start..<start]))
      } else {
        sections[sections.count - 1].body = bytes[start..<line.endIndex]
      }
    }
  }
}

/// The lines of a text, one after another.
private struct MarkdownLines: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>?

  init(_ text: ArraySlice<UInt8>) { rest = text }

  mutating func next() -> MarkdownLine? {
    guard let text = rest else { return nil }
    guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else {
      rest = nil
      return text
    }
    rest = text[(end + 1)...]
    return text[..<end]
  }
}
