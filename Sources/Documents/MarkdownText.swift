// MarkdownText: puts a text between headings so that it stays text and ends with itself, and takes it out unchanged.
//
// A heading in it that a reader would take for the document's gets a backslash, which Markdown does not show: before its
// `#`s, or before the line under it. Where such a line has backslashes already it gets one more; reading takes one away.
// A code fence or an HTML block that nothing closes gets a closing line with a tab at its end, by which reading knows it
// for ours; a line of the text that ends so gets one tab more.

/// A text in a document.
struct MarkdownText {
  /// True for a heading that would be part of the document's structure at the text's place.
  let isStructure: (_ level: Int, _ title: String) -> Bool

  private static let backslash = UInt8(ascii: "\\")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let tab = UInt8(ascii: "\t")
  /// After so many rounds headings are marked where they may stand in other blocks, too: a mark that shows the next
  /// heading may do so a thousand times in a text made for it.
  private static let exactRounds = 8

  // MARK: Writing

  /// The text as it stands in a document.
  func escape(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let signs = Signs(bytes)
    guard signs.any else { return text }
    var marked = MarkedBytes(bytes)
    if signs.heading { mark(&marked) }
    if signs.backslash {
      let own = Set(marked.places)
      marked.insert(Self.backslash, at: marks(in: marked.bytes).filter { !own.contains($0) })
    }
    return String(decoding: signs.opening ? Self.close(marked.bytes) : marked.bytes, as: UTF8.self)
  }

  /// The signs in a text that it may need marks: most have none, and cmark need not look at them.
  private struct Signs {
    var heading = false
    var backslash = false
    var opening = false
    var any: Bool { heading || backslash || opening }

    init(_ bytes: [UInt8]) {
      MarkdownLine.forEach(in: bytes) { line in
        guard let content = line.indented, let first = content.first else { return true }
        switch first {
        case UInt8(ascii: "#"): heading = true
        case UInt8(ascii: "="), UInt8(ascii: "-"): heading = heading || MarkdownLine.isUnderline(content)
        case MarkdownText.backslash: backslash = true
        case UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: "<"): opening = true
        default: break
        }
        return true
      }
    }
  }

  /// Marks the headings that would be structure.
  private func mark(_ marked: inout MarkedBytes) {
    var round = 0
    while true {
      if !marked.places.isEmpty {
        // A mark may have put a later one into code, where it is none.
        let recognized = Set(marks(in: marked.bytes))
        if marked.removePlaces(where: { !recognized.contains($0) }) { continue }
      }
      let places = structure(of: marked.bytes, isBroad: round >= Self.exactRounds)
      if places.isEmpty { return }
      marked.insert(Self.backslash, at: places)
      round += 1
    }
  }

  /// The places where the headings that are structure need a mark.
  private func structure(of bytes: [UInt8], isBroad: Bool) -> [Int] {
    var places: [Int] = []
    var blocks = MarkdownBlocks(bytes)
    while let block = blocks.next() {
      if case .heading(let level) = block.kind {
        let first = MarkdownLine(bytes, at: block.start)
        if let heading = first.heading {
          if isStructure(heading.level, heading.title) { places += [first.indented?.startIndex ?? block.start] }
        } else if isStructure(level, ""), let underline = lines(of: block, in: bytes).last {
          places += [underline.indented?.startIndex ?? underline.start]
        }
      } else if isBroad, block.kind != .code {
        places += lines(of: block, in: bytes).compactMap { isHeading($0) ? $0.indented?.startIndex : nil }
      }
    }
    return places
  }

  private func isHeading(_ line: MarkdownLine) -> Bool {
    line.heading.map { isStructure($0.level, $0.title) } ?? false
  }

  private func lines(of block: MarkdownBlock, in bytes: [UInt8]) -> [MarkdownLine] {
    var lines: [MarkdownLine] = []
    MarkdownLine.forEach(in: bytes, from: block.start) { line in
      guard line.start < block.end else { return false }
      lines.append(line)
      return true
    }
    return lines
  }

  private static func close(_ bytes: [UInt8]) -> [UInt8] {
    if let open = OpenBlock(of: bytes) { return bytes + [lineFeed] + Array(open.closer.utf8) + [tab] }
    return closedPart(of: bytes) == nil ? bytes : bytes + [tab]
  }

  // MARK: Reading

  /// The text that `escape` has written so, or a hand.
  func unescape(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    if let part = Self.closedPart(of: bytes) {
      bytes = part.tabs == 1 ? Array(bytes[..<part.end]) : bytes.dropLast()
    }
    guard bytes.contains(Self.backslash) else { return bytes }
    return MarkedBytes.remove(marks(in: bytes), from: bytes)
  }

  /// The part of a text before a last line that closes its open block and ends with tabs.
  private static func closedPart(of bytes: [UInt8]) -> (end: Int, tabs: Int)? {
    guard bytes.last == tab, let end = bytes.lastIndex(of: lineFeed) else { return nil }
    let line = bytes[(end + 1)...]
    let tabs = line.reversed().prefix { $0 == tab }.count
    guard let open = OpenBlock(of: Array(bytes[..<end])), Array(open.closer.utf8) == Array(line.dropLast(tabs)) else {
      return nil
    }
    return (end, tabs)
  }

  // MARK: Marks

  /// The places of the marks, and of what looks like one: the first backslash before a heading, or before a line that
  /// would make one of the text above it. Not in code.
  private func marks(in bytes: [UInt8]) -> [Int] {
    var places: [Int] = []
    var blocks = MarkdownBlocks(bytes)
    var current = blocks.next()
    var following = blocks.next()
    var isBelowText = false
    MarkdownLine.forEach(in: bytes) { line in
      while let next = following, next.start <= line.start { (current, following) = (next, blocks.next()) }
      let block = current.flatMap { $0.start <= line.start && line.start < $0.end ? $0.kind : nil }
      if let place = mark(of: line, in: block, isBelowText: isBelowText) { places.append(place) }
      isBelowText = !line.isBlank
      return true
    }
    return places
  }

  private func mark(of line: MarkdownLine, in block: MarkdownBlock.Kind?, isBelowText: Bool) -> Int? {
    guard block != .code, let content = line.indented, content.first == Self.backslash else { return nil }
    let rest = content.drop { $0 == Self.backslash }
    if let heading = MarkdownLine.heading(rest) {
      return isStructure(heading.level, heading.title) ? content.startIndex : nil
    }
    return isBelowText && block != .html && MarkdownLine.isUnderline(rest) ? content.startIndex : nil
  }
}

/// Bytes, and the places of those that were put in.
private struct MarkedBytes {
  private(set) var bytes: [UInt8]
  private(set) var places: [Int] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Puts a byte in before each place; the places are in order.
  mutating func insert(_ byte: UInt8, at new: [Int]) {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + new.count)
    var moved: [Int] = []
    var old = places[...]
    var start = 0
    for (inserted, place) in new.enumerated() {
      while let first = old.first, first < place { moved.append(old.removeFirst() + inserted) }
      result += bytes[start..<place]
      moved.append(result.count)
      result.append(byte)
      start = place
    }
    bytes = result + bytes[start...]
    places = moved + old.map { $0 + new.count }
  }

  /// Takes those bytes out again for whose places the condition holds.
  ///
  /// - Returns: true where there were any.
  mutating func removePlaces(where condition: (Int) -> Bool) -> Bool {
    let removed = places.filter(condition)
    guard !removed.isEmpty else { return false }
    var count = 0
    places = places.compactMap { place in
      guard !condition(place) else {
        count += 1
        return nil
      }
      return place - count
    }
    bytes = Self.remove(removed, from: bytes)
    return true
  }

  /// Takes the bytes at these places out; the places are in order.
  static func remove(_ places: [Int], from bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var start = 0
    for place in places {
      result += bytes[start..<place]
      start = place + 1
    }
    return result + bytes[start...]
  }
}
