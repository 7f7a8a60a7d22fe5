// MarkdownOutline: a document cut at its headings; nothing in it is dropped or joined.

import Models

/// A piece of a document: a heading and the lines up to the next one.
struct MarkdownSection {
  /// 0 for what stands before the first heading.
  let level: Int
  let title: String
  /// The heading's line, counted from 1.
  let line: Int
  fileprivate(set) var lines: [(bytes: MarkdownLine, isInFence: Bool)] = []

  /// The text below the heading, for a place where headings up to `level` are structure.
  func text(level: Int) -> String {
    // One blank line belongs to the heading above it.
    let body = lines.first?.bytes.isEmpty == true ? lines.dropFirst() : lines[...]
    let plain = body.map { $0.isInFence ? $0.bytes : MarkdownText.unescape($0.bytes, level: level) }
    return String(decoding: Array(plain.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self).normalizedForDocument
  }

  /// The first line below the heading that is more than white space.
  var firstText: (line: Int, text: String)? {
    let index = lines.firstIndex { !$0.bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }
    return index.map { (line + 1 + $0, String(decoding: lines[$0].bytes, as: UTF8.self)) }
  }
}

/// The sections of a document, in order.
struct MarkdownOutline {
  private(set) var sections: [MarkdownSection]

  /// - Parameter isStructure: whether a heading begins a section, given the sections so far; otherwise it is text.
  init(_ document: String, isStructure: (_ level: Int, _ title: String, _ last: MarkdownSection) -> Bool) {
    sections = [MarkdownSection(level: 0, title: "", line: 0)]
    var scanner = MarkdownScanner()
    // A file may begin with a byte order mark.
    let text = document.dropping("\u{feff}") ?? document
    let lines = Array(text.normalizedForDocument.utf8).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let wasInFence = scanner.isInFence
      if case .heading(let level, let title) = scanner.scan(line),
        isStructure(level, title, sections[sections.count - 1])
      {
        sections.append(MarkdownSection(level: level, title: title, line: index + 1))
      } else {
        sections[sections.count - 1].lines.append((line, wasInFence || scanner.isInFence))
      }
    }
  }
}
