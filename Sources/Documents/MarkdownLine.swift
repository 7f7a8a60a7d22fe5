// MarkdownLine: one line of Markdown, and the marks that it may begin with.
//
// Works on bytes: a combining mark behind a `#` or a space must not hide it, as it would between Characters.

/// A line: it ends at a line feed, a carriage return or both, as CommonMark has it.
struct MarkdownLine {
  private let bytes: [UInt8]
  /// The place of its first byte.
  let start: Int
  /// The place of its line end.
  let end: Int
  /// The place of the next line.
  let next: Int

  init(_ bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    self.start = start
    let end = bytes.withUnsafeBufferPointer { bytes in
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
      return end
    }
    self.end = end
    let isPair =
      end + 1 < bytes.count && bytes[end] == UInt8(ascii: "\r") && bytes[end + 1] == UInt8(ascii: "\n")
    next = Swift.min(end + (isPair ? 2 : 1), bytes.count)
  }

  /// Each line of a text, from `start` on.
  static func forEach(in bytes: [UInt8], from start: Int = 0, _ body: (MarkdownLine) -> Bool) {
    var offset = start
    while offset < bytes.count {
      let line = MarkdownLine(bytes, at: offset)
      guard body(line) else { return }
      offset = line.next
    }
  }

  /// The line without its line end.
  var content: ArraySlice<UInt8> { bytes[start..<end] }
  var text: String { String(decoding: content, as: UTF8.self) }
  var isBlank: Bool { content.allSatisfy(Self.isBlank) }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// The line behind its indentation; nil where that makes the line code.
  var indented: ArraySlice<UInt8>? {
    let content = content.drop { $0 == UInt8(ascii: " ") }
    return content.startIndex - start <= 3 ? content : nil
  }

  // MARK: Nesting

  /// The place of the first byte behind the marks of quotations and list items, and those of these marks that are nested
  /// deeper than `maximumDepth`.
  func contentStart(maximumDepth: Int) -> (start: Int, masked: [Int]) {
    var index = start
    var columns = 0
    var marks = 0
    var deep: [Int] = []
    while index < end {
      if Self.isBlank(bytes[index]) {
        columns += bytes[index] == UInt8(ascii: "\t") ? 4 : 1
        index += 1
      } else if let length = markLength(at: index) {
        marks += 1
        // An item's text is indented by two columns at least.
        if marks + columns / 2 > maximumDepth { deep.append(index) }
        index += length
      } else {
        break
      }
    }
    return (index, deep.isEmpty || isAcross ? [] : deep)
  }

  /// The length of a quotation's or list item's mark at that place; nil where there is none.
  private func markLength(at index: Int) -> Int? {
    if bytes[index] == UInt8(ascii: ">") { return 1 }
    var last = index
    if bytes[index] != UInt8(ascii: "-"), bytes[index] != UInt8(ascii: "+"), bytes[index] != UInt8(ascii: "*") {
      while last < end, bytes[last] >= UInt8(ascii: "0"), bytes[last] <= UInt8(ascii: "9") { last += 1 }
      guard last > index, last < end, bytes[last] == UInt8(ascii: ".") || bytes[last] == UInt8(ascii: ")") else {
        return nil
      }
    }
    return last + 1 == end || Self.isBlank(bytes[last + 1]) ? last + 1 - index : nil
  }

  /// True for a line across the page: one kind of mark and white space.
  var isAcross: Bool {
    let marks = content.filter { !Self.isBlank($0) }
    guard let mark = marks.first, marks.count >= 3, "-_*".utf8.contains(mark) else { return false }
    return marks.allSatisfy { $0 == mark }
  }

  // MARK: Headings

  /// The level and title of a heading that begins with `#`; nil for any other line.
  var heading: (level: Int, title: String)? {
    guard let content = indented else { return nil }
    return Self.heading(content)
  }

  /// The heading in a line behind its indentation.
  static func heading(_ content: ArraySlice<UInt8>) -> (level: Int, title: String)? {
    let level = content.prefix { $0 == UInt8(ascii: "#") }.count
    let rest = content.dropFirst(level)
    guard (1...6).contains(level), rest.first.map(isBlank) ?? true else { return nil }
    return (level, title(rest))
  }

  /// A heading's words without the white space and the `#`s that close it.
  private static func title(_ text: ArraySlice<UInt8>) -> String {
    let trimmed = trim(text)
    var end = trimmed.endIndex
    while end > trimmed.startIndex, trimmed[end - 1] == UInt8(ascii: "#") { end -= 1 }
    let isClosed = end < trimmed.endIndex && (end == trimmed.startIndex || isBlank(trimmed[end - 1]))
    return String(decoding: isClosed ? trim(trimmed[..<end]) : trimmed, as: UTF8.self)
  }

  static func trim(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = text.drop(while: isBlank)
    return start.prefix(upTo: start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex)
  }

  /// True for the line that makes a heading of the paragraph before it.
  static func isUnderline(_ content: ArraySlice<UInt8>) -> Bool {
    guard let mark = content.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return false }
    return content.drop { $0 == mark }.allSatisfy(isBlank)
  }
}
