// PageText: words of others in a Markdown page, where they must stay words.

enum PageText {
  /// The text on one line, its end cut off where it is long, and nothing in it read as Markdown.
  static func line(_ text: String, atMost maximum: Int = 300) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let cut = words.count > maximum ? words.prefix(maximum) + "…" : words
    var line = ""
    for character in cut {
      if "\\`*_[]<>|#~&".contains(character) { line.append("\\") }
      line.append(character)
    }
    return line
  }

  /// A link.
  static func link(_ text: String, _ uri: ResourceURI) -> String { "[\(line(text))](\(uri.text))" }

  /// Cells of a table's row.
  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// A table; nothing without rows.
  static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : [row(head), row(head.map { _ in "---" })] + rows.map(row)
  }
}
