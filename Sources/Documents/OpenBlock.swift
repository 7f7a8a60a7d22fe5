// OpenBlock: a block that goes on to the end of a text because nothing closes it, and would swallow what follows.

/// A code fence or an HTML block, such as a comment, that is not closed.
struct OpenBlock: Equatable {
  /// The line that closes it.
  let closer: String
  /// The kind of block, for messages.
  let kind: String
  /// The number of its first line in the text, counted from 1.
  let line: Int

  /// The open block of a text whose last block is `last`; nil where that one ends by itself.
  init?(_ last: MarkdownBlock, of bytes: [UInt8]) {
    guard last.kind == .code || last.kind == .html else { return nil }
    let first = MarkdownLine(bytes, at: last.start)
    let end: (MarkdownLine) -> Bool
    if last.kind == .code {
      guard let fence = Self.fence(first) else { return nil }
      closer = String(repeating: Character(Unicode.Scalar(fence.mark)), count: fence.count)
      kind = "a code fence"
      end = { line in
        guard line.start > last.start, let closing = Self.fence(line), closing.mark == fence.mark else { return false }
        return closing.count >= fence.count && closing.isBare
      }
    } else {
      guard let html = HTMLOpening(first) else { return nil }
      closer = html.closers[0]
      kind = html.kind
      end = { line in html.closers.contains { line.content.contains($0) } }
    }
    line = last.line
    var isClosed = false
    MarkdownLine.forEach(in: bytes, from: last.start) { line in
      isClosed = end(line)
      return !isClosed
    }
    if isClosed { return nil }
  }

  /// The open block of a text; nil where every block ends by itself.
  init?(of bytes: [UInt8]) {
    var blocks = MarkdownBlocks(bytes)
    var last: MarkdownBlock?
    while let block = blocks.next() { last = block }
    guard let last else { return nil }
    self.init(last, of: bytes)
  }

  private static func fence(_ line: MarkdownLine) -> (mark: UInt8, count: Int, isBare: Bool)? {
    guard let content = line.indented, let mark = content.first,
      mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    let count = content.prefix { $0 == mark }.count
    guard count >= 3 else { return nil }
    return (mark, count, content.dropFirst(count).allSatisfy(MarkdownLine.isBlank))
  }
}

/// The beginning of an HTML block that ends at a mark of its own. Source: CommonMark 0.30, "HTML blocks", 1–5; the others
/// end at a blank line.
private struct HTMLOpening {
  /// The marks of which one closes the block; the first one is that of its opening.
  let closers: [String]
  let kind: String

  private static let tags = ["script", "pre", "textarea", "style"]

  init?(_ line: MarkdownLine) {
    guard let content = line.indented else { return nil }
    let text = String(decoding: content.prefix(16), as: UTF8.self).asciiLowercased
    if text.utf8.starts(with: "<!--".utf8) {
      (closers, kind) = (["-->"], "an HTML comment")
    } else if text.utf8.starts(with: "<?".utf8) {
      (closers, kind) = (["?>"], "a processing instruction")
    } else if text.utf8.starts(with: "<![cdata[".utf8) {
      (closers, kind) = (["]]>"], "a CDATA section")
    } else if text.utf8.starts(with: "<!".utf8) {
      (closers, kind) = ([">"], "a declaration")
    } else if let tag = Self.tags.first(where: { Self.begins(text, with: $0) }) {
      let others = Self.tags.filter { $0 != tag }
      (closers, kind) = (([tag] + others).map { "</\($0)>" }, "an HTML block <\(tag)>")
    } else {
      return nil
    }
  }

  private static func begins(_ text: String, with tag: String) -> Bool {
    let rest = text.utf8.dropFirst(1 + tag.utf8.count)
    return text.utf8.dropFirst().starts(with: tag.utf8)
      && (rest.first.map { MarkdownLine.isBlank($0) || $0 == UInt8(ascii: ">") } ?? true)
  }
}

extension String {
  /// With ASCII letters in lower case, the others as they are.
  fileprivate var asciiLowercased: String {
    String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// True where the ASCII letters of `mark`, in either case, and its other bytes stand somewhere in it.
  fileprivate func contains(_ mark: String) -> Bool {
    let mark = Array(mark.utf8)
    guard count >= mark.count else { return false }
    return (startIndex...(endIndex - mark.count)).contains { start in
      zip(self[start...], mark).allSatisfy { $0 == $1 || (0x41...0x5A).contains($0) && $0 + 0x20 == $1 }
    }
  }
}
