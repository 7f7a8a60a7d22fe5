// LineDiff: a unified diff of two texts.

/// The difference between two texts, line by line.
struct LineDiff {
  /// Lines shown around a change.
  private static let context = 3

  private enum Line {
    case same(Substring)
    case removed(Substring)
    case added(Substring)
  }

  private let lines: [Line]

  init(from old: String, to new: String) {
    let (old, new) = (Self.split(old), Self.split(new))
    let head = zip(old, new).prefix { Self.isSame($0, $1) }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { Self.isSame($0, $1) }.count
    let middle = Self.compare(old[head..<(old.count - tail)], new[head..<(new.count - tail)])
    lines = old.prefix(head).map { .same($0) } + middle + old.suffix(tail).map { .same($0) }
  }

  /// An empty text has no lines.
  private static func split(_ text: String) -> [Substring] {
    text.isEmpty
      ? [] : text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  private static func isSame(_ left: Substring, _ right: Substring) -> Bool { left.utf8.elementsEqual(right.utf8) }

  private static func compare(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) -> [Line] {
    var numbers = LineNumbers()
    let changes = ShortestEdit.find(from: old.map { numbers.number(of: $0) }, to: new.map { numbers.number(of: $0) })
    guard let changes else { return old.map { .removed($0) } + new.map { .added($0) } }
    return merge(Array(zip(old, changes.isRemoved)), Array(zip(new, changes.isAdded)))
  }

  /// Both texts in one list; between two kept lines what was removed comes before what was added.
  private static func merge(
    _ old: [(line: Substring, isChanged: Bool)], _ new: [(line: Substring, isChanged: Bool)]
  ) -> [Line] {
    var merged: [Line] = []
    var (o, n) = (0, 0)
    while o < old.count || n < new.count {
      if o < old.count, old[o].isChanged {
        merged.append(.removed(old[o].line))
        o += 1
      } else if n < new.count, new[n].isChanged {
        merged.append(.added(new[n].line))
        n += 1
      } else {
        merged.append(.same(old[o].line))
        o += 1
        n += 1
      }
    }
    return merged
  }

  // MARK: Text

  /// Hunks with `@@ -line,count +line,count @@`; empty for equal texts.
  var unified: String {
    var text: [String] = []
    var (end, old, new) = (0, 0, 0)
    for hunk in hunks {
      // Between hunks both texts are the same.
      old += hunk.lowerBound - end
      new += hunk.lowerBound - end
      let counts = counts(lines[hunk])
      let (from, to) = (Self.range(start: old, count: counts.old), Self.range(start: new, count: counts.new))
      text.append("@@ -\(from) +\(to) @@")
      text += lines[hunk].map(Self.text)
      old += counts.old
      new += counts.new
      end = hunk.upperBound
    }
    return text.joined(separator: "\n")
  }

  /// The changes with the lines around them; those that meet are one.
  private var hunks: [Range<Int>] {
    let changed = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
    var hunks: [Range<Int>] = []
    for index in changed {
      let range = max(0, index - Self.context)..<min(lines.count, index + Self.context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private static func text(of line: Line) -> String {
    switch line {
    case .same(let text): " \(text)"
    case .removed(let text): "-\(text)"
    case .added(let text): "+\(text)"
    }
  }

  /// An empty range is told by the line before it.
  private static func range(start: Int, count: Int) -> String { "\(count == 0 ? start : start + 1),\(count)" }

  private func counts(_ lines: ArraySlice<Line>) -> (old: Int, new: Int) {
    lines.reduce(into: (0, 0)) { counts, line in
      switch line {
      case .same:
        counts.0 += 1
        counts.1 += 1
      case .removed: counts.0 += 1
      case .added: counts.1 += 1
      }
    }
  }
}

/// Gives equal lines, byte by byte, equal numbers: comparing those is quick.
private struct LineNumbers {
  private struct Key: Hashable {
    let line: Substring

    static func == (left: Key, right: Key) -> Bool { left.line.utf8.elementsEqual(right.line.utf8) }

    func hash(into hasher: inout Hasher) { hasher.combine(line) }
  }

  private var numbers: [Key: Int] = [:]

  mutating func number(of line: Substring) -> Int {
    let key = Key(line: line)
    if let number = numbers[key] { return number }
    numbers[key] = numbers.count
    return numbers.count - 1
  }
}
