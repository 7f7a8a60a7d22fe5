// MarkdownOutline: a document cut at its headings; nothing in it is dropped or joined.

import Models

/// A piece of a document: a heading and the lines up to the next one.
struct MarkdownSection {
  /// The heading's level, 1–6; 0 for the lines before the first heading.
  let level: Int
  /// The heading's words as they stand there.
  let title: String
  /// The heading's line, counted from 1.
  let line: Int
  /// The number of the first line below the heading.
  let bodyLine: Int
  /// The lines below the heading as they stand in the document, of which a message may hold millions.
  fileprivate(set) var body: ArraySlice<UInt8>

  /// The heading as messages quote it.
  var heading: String { String(repeating: "#", count: level) + " " + title }

  /// The text below the heading, in the form of documents.
  func text(_ form: MarkdownText) -> String {
    let lines = String(decoding: body, as: UTF8.self).normalizedForDocument
    return String(decoding: form.unescape(Array(lines.utf8)), as: UTF8.self)
  }

  /// True where there is nothing but white space below the heading.
  var isBlank: Bool { body.allSatisfy { MarkdownLine.isBlank($0) || $0 == UInt8(ascii: "\n") } }

  /// The first line below the heading that is more than white space, and its number; nil where there is none.
  var firstText: (text: String, line: Int)? {
    var found: (String, Int)?
    forEachLine { line, number in if found == nil, !line.isBlank { found = (line.text, number) } }
    return found
  }

  /// Each line below the heading, with its number.
  func forEachLine(_ body: (MarkdownLine, Int) -> Void) {
    var number = bodyLine
    MarkdownLine.forEach(in: Array(self.body)) { line in
      body(line, number)
      number += 1
      return true
    }
  }
}

/// The sections of a document, in order.
struct MarkdownOutline {
  private(set) var sections: [MarkdownSection]
  /// The block that nothing closes; nil where each ends.
  private(set) var open: OpenBlock?
  /// The line of a block that is too long; the rest of the document was not read.
  private(set) var oversized: Int?

  /// - Parameters:
  ///   - bytes: the document in its normal form.
  ///   - offset: the beginning of the line to begin at.
  ///   - line: its number.
  ///   - isStructure: true for a heading that begins a section after the `last` one; otherwise it is text.
  init(
    _ bytes: [UInt8], from offset: Int = 0, line: Int = 1,
    isStructure: (_ level: Int, _ title: String, _ last: MarkdownSection) -> Bool
  ) {
    sections = [MarkdownSection(level: 0, title: "", line: line, bodyLine: line, body: bytes[offset...])]
    var blocks = MarkdownBlocks(bytes, from: offset, line: line)
    var last: MarkdownBlock?
    while let block = blocks.next() {
      last = block
      guard case .heading(let level) = block.kind else { continue }
      let heading = MarkdownHeading(block, of: bytes)
      guard isStructure(level, heading.title, sections[sections.count - 1]) else { continue }
      sections[sections.count - 1].body = bytes[sections[sections.count - 1].body.startIndex..<block.start]
      sections.append(
        MarkdownSection(
          level: level, title: heading.title, line: block.line, bodyLine: block.line + heading.lineCount,
          body: bytes[block.end...]))
    }
    oversized = blocks.oversized
    open = last.flatMap { OpenBlock($0, of: bytes) }
  }
}

/// A heading's words, and the number of lines that it takes.
private struct MarkdownHeading {
  let title: String
  let lineCount: Int

  init(_ block: MarkdownBlock, of bytes: [UInt8]) {
    let first = MarkdownLine(bytes, at: block.start)
    if let heading = first.heading {
      (title, lineCount) = (heading.title.withoutTabs, 1)
      return
    }
    var lines: [String] = []
    MarkdownLine.forEach(in: bytes, from: block.start) { line in
      guard line.start < block.end else { return false }
      lines.append(String(decoding: MarkdownLine.trim(line.content), as: UTF8.self))
      return true
    }
    (title, lineCount) = (lines.dropLast().joined(separator: " ").withoutTabs, lines.count)
  }
}

extension String {
  /// With a space for each tab: names hold none.
  fileprivate var withoutTabs: String {
    utf8.contains(UInt8(ascii: "\t")) ? replacing("\t", with: " ") : self
  }
}
