// TOMLText: a TOML file of somebody else's, to which one table is added and every other line stays.

/// The text of a TOML file, as far as tables are found in it.
struct TOMLText {
  private(set) var lines: [Substring]

  /// Takes a text; an empty one for a file that is not there yet.
  init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The whole text.
  var text: String { lines.joined(separator: "\n") }

  /// The lines of the table and those below it; nil where there is none.
  ///
  /// - Parameter name: the table's name, such as `mcp_servers.respec`.
  private func range(of name: String) -> Range<Int>? {
    let headers = headers
    guard let first = headers.first(where: { $0.name == name || $0.name.hasPrefix(name + ".") }) else { return nil }
    let end = headers.first { $0.line > first.line && $0.name != name && !$0.name.hasPrefix(name + ".") }?.line
    return first.line..<(end ?? lines.count)
  }

  /// The table as it stands, without the empty lines behind it; nil where there is none.
  func table(_ name: String) -> String? {
    range(of: name).map { lines[$0].joined(separator: "\n").trimmedLines }
  }

  /// Puts the table at the end, or in the place of the one that is there.
  ///
  /// - Parameter table: its lines, its header among them.
  mutating func set(_ table: String, named name: String) {
    let new = table.split(separator: "\n", omittingEmptySubsequences: false)
    if let range = range(of: name) {
      let space = lines[range].reversed().prefix { $0.allSatisfy(\.isWhitespace) }.count
      lines.replaceSubrange(range.lowerBound..<range.upperBound - space, with: new)
      return
    }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    lines += (lines.isEmpty ? [] : [""]) + new + [""]
  }

  /// Takes the table away with the empty lines before it.
  mutating func remove(_ name: String) {
    guard let range = range(of: name) else { return }
    var start = range.lowerBound
    while start > 0, lines[start - 1].allSatisfy(\.isWhitespace) { start -= 1 }
    let isLast = lines[range.upperBound...].allSatisfy { $0.allSatisfy(\.isWhitespace) }
    lines.replaceSubrange(start..<range.upperBound, with: start == 0 ? [] : [""])
    if isLast && start > 0 && lines.last != "" { lines.append("") }
  }

  /// True where the table's values stand in a form that is not changed here: dotted names, or an inline table.
  func hasOtherForm(of name: String) -> Bool {
    let parts = name.split(separator: ".")
    guard let parent = parts.first, let own = parts.last else { return false }
    var table = ""
    for (line, text) in plainLines {
      if let header = headers.first(where: { $0.line == line }) { table = header.name }
      let key = Self.key(of: text)
      if table.isEmpty && (key == parent || key.hasPrefix("\(parent).\(own)")) { return true }
      if table == parent && (key == own || key.hasPrefix("\(own).")) { return true }
    }
    return false
  }

  // MARK: Lines

  private struct Header {
    let line: Int
    let name: String
  }

  /// The headers of tables, and of lists of tables.
  private var headers: [Header] {
    plainLines.compactMap { line, text in
      guard text.first == "[", let end = text.lastIndex(of: "]") else { return nil }
      let name = text[..<end].drop { $0 == "[" }.prefix { $0 != "]" }
      return Header(line: line, name: Self.plain(name))
    }
  }

  /// The lines that do not stand in a text over several lines, without white space at their beginnings.
  private var plainLines: [(line: Int, text: Substring)] {
    var fence: String?
    var result: [(Int, Substring)] = []
    for (number, line) in lines.enumerated() {
      if fence == nil { result.append((number, line.drop(while: \.isWhitespace))) }
      fence = Self.fence(after: line, within: fence)
    }
    return result
  }

  /// The quotes of the text that goes on behind the line; nil where none does.
  private static func fence(after line: Substring, within fence: String?) -> String? {
    var fence = fence
    var rest = line
    while !rest.isEmpty {
      if let open = fence {
        guard let end = rest.firstRange(of: open) else { return open }
        rest = rest[end.upperBound...]
        fence = nil
      } else {
        let found = ["\"\"\"", "'''"].compactMap { quotes in rest.firstRange(of: quotes).map { (quotes, $0) } }
        guard let (quotes, range) = found.min(by: { $0.1.lowerBound < $1.1.lowerBound }),
          !rest[..<range.lowerBound].contains("#")
        else { return nil }
        fence = quotes
        rest = rest[range.upperBound...]
      }
    }
    return fence
  }

  private static func key(of line: Substring) -> String {
    guard let end = line.firstIndex(of: "="), line.first != "#", line.first != "[" else { return "" }
    return plain(line[..<end])
  }

  /// A name without quotes and white space.
  private static func plain(_ name: some StringProtocol) -> String {
    String(name.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" })
  }
}

extension String {
  /// Without empty lines at its end.
  fileprivate var trimmedLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
