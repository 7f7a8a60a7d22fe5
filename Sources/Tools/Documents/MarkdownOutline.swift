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

  /// True where nothing but white space stands below the heading.
  var isBlank: Bool { lines.allSatisfy { $0.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } } }

  /// The section with its heading as text, appended to the section above it.
  fileprivate mutating func append(heading: MarkdownLine) { lines.append((heading, false)) }
}

/// The sections of a document, in order.
struct MarkdownOutline {
  private(set) var sections: [MarkdownSection]

  /// - Parameter isStructure: whether a heading begins a section, given the sections so far; otherwise it is text.
  init(_ document: String, isStructure: (_ level: Int, _ title: String, _ last: MarkdownSection) -> Bool) {
    sections = [MarkdownSection(level: 0, title: "", line: 0)]
    var scanner = MarkdownScanner()
    let lines = Array(document.normalizedForDocument.utf8).split(
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
