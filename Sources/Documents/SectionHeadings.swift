// SectionHeadings: the headings of a document's additional sections, of which no two may be folded alike.

/// Writes and reads the headings of one document's additional sections, in order. A backslash before a name keeps it from
/// being taken for a part of the document, or for an earlier section that is folded alike; reading takes it away again.
struct SectionHeadings {
  private let form: DocumentForm
  /// The lines of the headings so far; 0 where nobody asks for them.
  private var lines: [SectionKey: Int] = [:]

  init(_ form: DocumentForm) { self.form = form }

  /// The heading of the next section.
  mutating func heading(of name: String) -> String {
    DocumentForm.written(isMarked(name) ? "\\" + name : name)
  }

  /// The name of the next section, and the line of an earlier heading that is folded alike without a backslash here.
  mutating func name(of heading: String, line: Int = 0) -> (name: String, alike: Int?) {
    let earlier = lines[SectionKey(heading)]
    guard isMarked(heading, line: line) else { return (heading, nil) }
    guard heading.utf8.first == UInt8(ascii: "\\") else { return (heading, earlier) }
    return (String(decoding: heading.utf8.dropFirst(), as: UTF8.self), nil)
  }

  /// True where the words need a backslash; notes them for those behind.
  private mutating func isMarked(_ words: String, line: Int = 0) -> Bool {
    let key = SectionKey(words)
    let isSecond = lines[key] != nil
    if !isSecond { lines[key] = line }
    return isSecond || form.isTaken(words)
  }
}

/// A section's name as two of them are compared: "2.1 Notes:" and "notes" are one. Narrower than `HeadingKey`, for "C" and
/// "C++" are two.
struct SectionKey: Hashable {
  private let text: String

  init(_ name: String) {
    // By bytes: a backslash and a mark behind it would be one `Character`.
    let plain = String(decoding: name.utf8.drop { $0 == UInt8(ascii: "\\") }, as: UTF8.self)
    let words = plain.lowercased().split(whereSeparator: \.isWhitespace)
    var text = words.drop { $0.isNumbering || $0.isEmoji }.joined(separator: " ")
    while text.utf8.last == UInt8(ascii: ":") || text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
    self.text = text.isEmpty ? words.joined(separator: " ") : text
  }
}

extension Substring {
  /// True for "2.", "2.1", "2.1." and "2)". Numbers of more digits are years and the like.
  fileprivate var isNumbering: Bool {
    let isClosed = utf8.last == UInt8(ascii: ".") || utf8.last == UInt8(ascii: ")")
    let numbers = (isClosed ? dropLast() : self).split(separator: ".", omittingEmptySubsequences: false)
    return (isClosed || numbers.count > 1)
      && numbers.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// True for signs that nobody reads as a word.
  fileprivate var isEmoji: Bool {
    allSatisfy { $0.unicodeScalars.first.map { $0.properties.isEmoji && !$0.isASCII } ?? false }
  }
}
