// MarkdownScanner: the kind of a line of Markdown: a heading, the edge of a code fence, or text.
//
// Works on bytes: a combining mark behind a `#` or a space must not hide it, as it would between Characters.

/// A line without its line feed.
typealias MarkdownLine = ArraySlice<UInt8>

/// Follows a Markdown text line by line.
///
/// Source: CommonMark, "ATX headings" and "Fenced code blocks". Of these we need: at most three spaces of indentation;
/// one to six `#` and then white space or the end of the line; a fence of at least three backticks or tildes, closed
/// by at least as many of the same and nothing else; no backtick behind an opening fence of backticks.
struct MarkdownScanner {
  enum Kind: Equatable {
    case heading(level: Int, title: String)
    case text
  }

  /// A run of backticks or tildes that opens or closes a code block.
  struct Fence: Equatable {
    let mark: UInt8
    let count: Int
  }

  private var fence: Fence?

  /// True within a code fence that has not been closed.
  var isInFence: Bool { fence != nil }

  /// Takes the next line.
  mutating func scan(_ line: MarkdownLine) -> Kind {
    if let fence {
      if let closing = Self.closingFence(line), closing.mark == fence.mark, closing.count >= fence.count {
        self.fence = nil
      }
      return .text
    }
    fence = Self.openingFence(line)
    return fence == nil ? Self.heading(line) ?? .text : .text
  }

  // MARK: Single lines

  static func heading(_ line: MarkdownLine) -> Kind? {
    guard let content = content(of: line) else { return nil }
    let level = content.prefix { $0 == UInt8(ascii: "#") }.count
    let rest = content.dropFirst(level)
    guard (1...6).contains(level), rest.first.map(isBlank) ?? true else { return nil }
    let title = rest.drop(while: isBlank)
    let end = title.lastIndex { !isBlank($0) } ?? title.startIndex - 1
    return .heading(level: level, title: String(decoding: title.prefix(through: end), as: UTF8.self))
  }

  static func openingFence(_ line: MarkdownLine) -> Fence? {
    guard let fence = run(of: line), fence.count >= 3 else { return nil }
    let info = content(of: line)?.dropFirst(fence.count) ?? []
    return fence.mark == UInt8(ascii: "`") && info.contains(UInt8(ascii: "`")) ? nil : fence
  }

  static func closingFence(_ line: MarkdownLine) -> Fence? {
    guard let fence = run(of: line), fence.count >= 3 else { return nil }
    return content(of: line)?.dropFirst(fence.count).allSatisfy(isBlank) == true ? fence : nil
  }

  private static func run(of line: MarkdownLine) -> Fence? {
    guard let content = content(of: line), let mark = content.first,
      mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    return Fence(mark: mark, count: content.prefix { $0 == mark }.count)
  }

  /// The line behind its indentation; nil where that makes the line code.
  static func content(of line: MarkdownLine) -> MarkdownLine? {
    let content = line.drop { $0 == UInt8(ascii: " ") }
    return line.count - content.count <= 3 ? content : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
