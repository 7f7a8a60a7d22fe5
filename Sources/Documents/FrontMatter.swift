// FrontMatter: the lines between `---` and `---` at a document's beginning, as static sites and note books have them.

/// The front matter of a document: its text, and the two values of it that have a place of their own.
struct FrontMatter {
  /// The name of the section that keeps it.
  static let section = "Front matter"
  /// More lines are no front matter, and a document may hold millions.
  private static let maximumLines = 1_000

  /// The lines between its marks.
  let text: String
  /// The value of `title`; nil where there is none.
  let title: String?
  /// The value of `status`, with its line; nil where there is none.
  let status: (value: String, line: Int)?
  /// The number of its first line.
  let line: Int
  /// The place behind it, and that line's number.
  let end: (offset: Int, line: Int)

  /// The front matter that a document begins with; nil where it begins with something else.
  init?(_ bytes: [UInt8], firstLine: Int) {
    var lines: [MarkdownLine] = []
    var isClosed = false
    MarkdownLine.forEach(in: bytes) { line in
      lines.append(line)
      let mark = String(decoding: MarkdownLine.trim(line.content), as: UTF8.self)
      isClosed = lines.count > 1 && line.content.first != UInt8(ascii: " ") && (mark == "---" || mark == "...")
      return lines.count == 1 ? mark == "---" : !isClosed && lines.count < Self.maximumLines
    }
    guard isClosed, let last = lines.last, lines.dropFirst().contains(where: { Self.member(of: $0) != nil }) else {
      return nil
    }
    let inner = lines.dropFirst().dropLast()
    // A line across the page, and not front matter, has text below it.
    guard let first = inner.first(where: { !$0.isBlank }), Self.member(of: first) != nil || first.text.hasPrefix("#")
    else { return nil }
    text = String(decoding: bytes[lines[1].start..<last.start], as: UTF8.self)
    title = inner.lazy.compactMap { Self.value(of: "title", in: $0) }.first
    let stated = inner.enumerated().lazy.compactMap { index, line in
      Self.value(of: "status", in: line).map { (value: $0, line: firstLine + index + 1) }
    }
    status = stated.first
    line = firstLine
    end = (last.next, firstLine + lines.count)
  }

  private static func value(of key: String, in line: MarkdownLine) -> String? {
    guard let member = member(of: line), member.key == key, !member.value.isEmpty else { return nil }
    return member.value
  }

  /// The key and value of a line `key: value` that is not indented.
  private static func member(of line: MarkdownLine) -> (key: String, value: String)? {
    let content = line.content
    guard let colon = content.firstIndex(of: UInt8(ascii: ":")), colon > content.startIndex,
      content[..<colon].allSatisfy({ $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "#") }),
      colon + 1 == content.endIndex || MarkdownLine.isBlank(content[colon + 1])
    else { return nil }
    var value = MarkdownLine.trim(content[(colon + 1)...])
    if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), value.count > 1,
      value.last == quote
    {
      value = value.dropFirst().dropLast()
    }
    let key = String(decoding: content[..<colon], as: UTF8.self).lowercased()
    return (key, String(decoding: value, as: UTF8.self))
  }
}
