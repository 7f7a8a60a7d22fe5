// MarkdownText: puts a text between headings so that it stays text, and takes it out again unchanged.
//
// A line that a reader would take for a heading of the structure, or for a fence that never closes, gets a backslash
// before its first mark, which Markdown does not show. Where such a line has backslashes already it gets one more;
// reading takes one away.

enum MarkdownText {
  private static let backslash = UInt8(ascii: "\\")
  private static let lineFeed = UInt8(ascii: "\n")

  /// The text as it stands in a document where headings up to `level` are structure.
  static func escape(_ text: String, level: Int) -> String {
    let lines = Array(text.utf8).split(separator: lineFeed, omittingEmptySubsequences: false)
    let closers = Closers(lines)
    var scanner = MarkdownScanner()
    var escaped: [MarkdownLine] = []
    for (index, line) in lines.enumerated() {
      if !scanner.isInFence, mustMark(line, level: level, isClosed: { closers.close($0, after: index) }) {
        escaped.append(marked(line))
      } else {
        _ = scanner.scan(line)
        escaped.append(line)
      }
    }
    return String(decoding: Array(escaped.joined(separator: [lineFeed])), as: UTF8.self)
  }

  private static func mustMark(
    _ line: MarkdownLine, level: Int, isClosed: (MarkdownScanner.Fence) -> Bool
  ) -> Bool {
    if let fence = MarkdownScanner.openingFence(line) { return !isClosed(fence) }
    return isStructure(line, level: level) || isMarked(line, level: level)
  }

  /// Takes one backslash away where `escape` has put one. For lines outside of fences.
  static func unescape(_ line: MarkdownLine, level: Int) -> MarkdownLine {
    guard isMarked(line, level: level), let index = line.firstIndex(of: backslash) else { return line }
    var line = line
    line.remove(at: index)
    return line
  }

  private static func marked(_ line: MarkdownLine) -> MarkdownLine {
    var line = line
    line.insert(backslash, at: line.firstIndex { $0 != UInt8(ascii: " ") } ?? line.endIndex)
    return line
  }

  /// True for a structural line behind backslashes.
  private static func isMarked(_ line: MarkdownLine, level: Int) -> Bool {
    guard let content = MarkdownScanner.content(of: line), content.first == backslash else { return false }
    let rest = content.drop { $0 == backslash }
    return isStructure(rest, level: level) || MarkdownScanner.openingFence(rest) != nil
  }

  private static func isStructure(_ line: MarkdownLine, level: Int) -> Bool {
    guard case .heading(let own, _)? = MarkdownScanner.heading(line) else { return false }
    return own <= level
  }

  /// The fences that a text closes further down. Looked up from the end once: a text of nothing but open fences must
  /// not be searched to its end for each of them.
  private struct Closers {
    /// By line, the longest closing runs of backticks and of tildes from there on.
    private var longest: [(backticks: Int, tildes: Int)]

    init(_ lines: [MarkdownLine]) {
      longest = Array(repeating: (0, 0), count: lines.count + 1)
      for (index, line) in lines.enumerated().reversed() {
        longest[index] = longest[index + 1]
        guard let fence = MarkdownScanner.closingFence(line) else { continue }
        if fence.mark == UInt8(ascii: "`") {
          longest[index].backticks = max(longest[index].backticks, fence.count)
        } else {
          longest[index].tildes = max(longest[index].tildes, fence.count)
        }
      }
    }

    func close(_ fence: MarkdownScanner.Fence, after index: Int) -> Bool {
      let rest = longest[index + 1]
      return fence.count <= (fence.mark == UInt8(ascii: "`") ? rest.backticks : rest.tildes)
    }
  }
}
