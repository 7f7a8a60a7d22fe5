// MarkdownBlocks: the top-level blocks of a Markdown text, as CommonMark has them.
//
// libcmark finds them. It keeps a tree of up to 200 bytes for a byte, and reads inline marks that nobody asks for here,
// some of them in a time that grows with the square of a paragraph. So it gets a text in pieces, each begun again at the
// last block of the one before, which alone can be unfinished; without the marks that take long; and with a limit to how
// deep blocks are nested. None of it changes where a top-level block begins.

import CCMark

/// A block that stands in no other one.
struct MarkdownBlock: Equatable {
  enum Kind: Equatable {
    case heading(level: Int)
    case paragraph
    /// A code block, fenced or indented.
    case code
    case html
    /// A list, a quotation, a line across the page.
    case other
  }

  let kind: Kind
  /// The place of its first line's first byte.
  let start: Int
  /// The place behind its last line, the line end included. Blank lines and link definitions behind it are no part of it.
  let end: Int
  /// The number of its first line, counted from 1.
  let line: Int
}

/// The top-level blocks of a text, one after another.
struct MarkdownBlocks: Sequence, IteratorProtocol {
  /// The most bytes of a block: twice a text's, for the marks that it may need in a document.
  static let maximumBytes = 524_288

  private let bytes: [UInt8]
  /// The bytes that are read at first; more where a block has more.
  private let pieceSize: Int
  private var place: MarkdownPlace
  private var waiting: [MarkdownBlock] = []
  /// The line of a block that is longer than any text may be. The rest of the text was not read.
  private(set) var oversized: Int?

  /// - Parameters:
  ///   - offset: the beginning of the line to begin at.
  ///   - line: its number.
  init(_ bytes: [UInt8], from offset: Int = 0, line: Int = 1, pieceSize: Int = 65_536) {
    self.bytes = bytes
    self.pieceSize = pieceSize
    place = MarkdownPlace(offset: offset, line: line)
  }

  mutating func next() -> MarkdownBlock? {
    if waiting.isEmpty { readPiece() }
    return waiting.popLast()
  }

  /// Reads until there is a block, or nothing left.
  private mutating func readPiece() {
    var size = pieceSize
    while waiting.isEmpty, oversized == nil {
      place.skipBlankLines(in: bytes)
      guard place.offset < bytes.count else { return }
      let piece = MarkdownPiece(bytes, from: place, size: size)
      if let line = piece.oversized {
        oversized = line
        return
      }
      var blocks = piece.blocks()
      if piece.end < bytes.count {
        // A heading is whole; the last one of other blocks may go on behind the piece.
        guard let last = blocks.last, last.start > place.offset || last.isHeading else {
          if size >= Self.maximumBytes { oversized = place.line }
          size *= 2
          continue
        }
        if !last.isHeading { blocks.removeLast() }
        place = last.isHeading ? piece.place(at: last.end) : MarkdownPlace(offset: last.start, line: last.line)
      } else {
        place.offset = bytes.count
      }
      waiting = blocks.reversed()
    }
  }
}

extension MarkdownBlock {
  var isHeading: Bool { if case .heading = kind { true } else { false } }
}

/// The beginning of a line.
private struct MarkdownPlace {
  var offset: Int
  var line: Int

  mutating func skipBlankLines(in bytes: [UInt8]) {
    while offset < bytes.count {
      let line = MarkdownLine(bytes, at: offset)
      guard line.isBlank else { return }
      offset = line.next
      self.line += 1
    }
  }
}

/// Whole lines of a text, as cmark gets them.
private struct MarkdownPiece {
  /// The nesting that is kept; deeper marks become text.
  private static let maximumDepth = 100

  private let first: MarkdownPlace
  /// The places of the lines' beginnings, and of the end.
  private var starts: [Int]
  private var copy: [UInt8] = [UInt8(ascii: "\n")]

  /// A line that is longer than a block may be, with which the piece ends: cmark is not to have it.
  private(set) var oversized: Int?

  /// The place behind the piece.
  var end: Int { starts[starts.count - 1] }

  init(_ bytes: [UInt8], from place: MarkdownPlace, size: Int) {
    first = place
    starts = [place.offset]
    copy.reserveCapacity(Swift.min(size, bytes.count - place.offset) + 256)
    while end < bytes.count, end - place.offset < size {
      let line = MarkdownLine(bytes, at: end)
      guard line.next - line.start <= MarkdownBlocks.maximumBytes else {
        oversized = first.line + starts.count - 1
        return
      }
      append(line, of: bytes)
      starts.append(line.next)
    }
  }

  func place(at offset: Int) -> MarkdownPlace {
    MarkdownPlace(offset: offset, line: first.line + (starts.firstIndex(of: offset) ?? 0))
  }

  /// Copies a line without what would take long: marks nested too deep, and the `!` that opens images.
  private mutating func append(_ line: MarkdownLine, of bytes: [UInt8]) {
    let content = line.contentStart(maximumDepth: Self.maximumDepth)
    let begin = copy.count
    copy += bytes[line.start..<line.next]
    let shift = begin - line.start
    for index in content.masked { copy[index + shift] = UInt8(ascii: "x") }
    for index in line.start..<line.end where bytes[index] == UInt8(ascii: "!") {
      // `<!` at the beginning opens an HTML block.
      let opensBlock = index == content.start + 1 && bytes[content.start] == UInt8(ascii: "<")
      if !opensBlock { copy[index + shift] = UInt8(ascii: ";") }
    }
  }

  func blocks() -> [MarkdownBlock] {
    let root = copy.withUnsafeBytes { bytes in
      cmark_parse_document(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
    }
    defer { cmark_node_free(root) }
    var blocks: [MarkdownBlock] = []
    var node = cmark_node_first_child(root)
    while let current = node {
      node = cmark_node_next(current)
      blocks.append(block(current, followedBy: node))
    }
    return blocks
  }

  private func block(_ node: OpaquePointer, followedBy next: OpaquePointer?) -> MarkdownBlock {
    // The line feed before the piece is line 1.
    let line = Int(cmark_node_get_start_line(node)) - 2
    let following = next.map { Int(cmark_node_get_start_line($0)) - 2 } ?? starts.count - 1
    var last = Swift.max(line, Swift.min(Int(cmark_node_get_end_line(node)) - 2, following - 1))
    let kind = kind(node)
    // Of a heading with a line under it cmark gives as the end the line behind it, where there is one.
    if case .heading = kind, last > line, !isUnderline(last) { last -= 1 }
    return MarkdownBlock(kind: kind, start: starts[line], end: starts[last + 1], line: first.line + line)
  }

  private func isUnderline(_ index: Int) -> Bool {
    let shift = 1 - starts[0]
    let line = MarkdownLine(copy, at: starts[index] + shift)
    return line.indented.map(MarkdownLine.isUnderline) ?? false
  }

  private func kind(_ node: OpaquePointer) -> MarkdownBlock.Kind {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_CODE_BLOCK: .code
    case CMARK_NODE_HTML_BLOCK: .html
    default: .other
    }
  }
}
