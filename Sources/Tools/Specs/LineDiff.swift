// LineDiff: a unified diff of two texts.

/// The difference between two texts, line by line: the shortest one of up to 2,000 lines, a short one of more.
struct LineDiff {
  /// Lines shown around a change.
  private static let context = 3

  /// A line by its place in a text.
  private enum Line {
    case same(old: Int)
    case removed(old: Int)
    case added(new: Int)

    var isChanged: Bool { if case .same = self { false } else { true } }
  }

  private let old: [Substring]
  private let new: [Substring]
  private let lines: [Line]

  init(from old: String, to new: String) {
    (self.old, self.new) = (Self.split(old), Self.split(new))
    var numbers = LineNumbers()
    let edit = ShortestEdit(
      from: self.old.map { numbers.number(of: $0) }, to: self.new.map { numbers.number(of: $0) })
    lines = Self.merge(edit)
  }

  /// An empty text has no lines.
  private static func split(_ text: String) -> [Substring] {
    text.isEmpty
      ? [] : text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  /// Both texts in one list; between two kept lines what was removed comes before what was added.
  private static func merge(_ edit: ShortestEdit) -> [Line] {
    var merged: [Line] = []
    var (old, new) = (0, 0)
    while old < edit.isRemoved.count || new < edit.isAdded.count {
      if old < edit.isRemoved.count, edit.isRemoved[old] {
        merged.append(.removed(old: old))
        old += 1
      } else if new < edit.isAdded.count, edit.isAdded[new] {
        merged.append(.added(new: new))
        new += 1
      } else {
        merged.append(.same(old: old))
        old += 1
        new += 1
      }
    }
    return merged
  }

  // MARK: Text

  /// Hunks with `@@ -line,count +line,count @@`; empty for equal texts.
  var unified: String {
    var text = ""
    var (end, old, new) = (0, 0, 0)
    for hunk in hunks {
      // Between hunks both texts are the same.
      old += hunk.lowerBound - end
      new += hunk.lowerBound - end
      let counts = counts(lines[hunk])
      let (from, to) = (Self.range(start: old, count: counts.old), Self.range(start: new, count: counts.new))
      text += "\(text.isEmpty ? "" : "\n")@@ -\(from) +\(to) @@"
      for line in lines[hunk] { append(line, to: &text) }
      old += counts.old
      new += counts.new
      end = hunk.upperBound
    }
    return text
  }

  /// The changes with the lines around them; those that meet are one.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in lines.indices where lines[index].isChanged {
      let range = max(0, index - Self.context)..<min(lines.count, index + Self.context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private func append(_ line: Line, to text: inout String) {
    switch line {
    case .same(let place):
      text += "\n "
      text += old[place]
    case .removed(let place):
      text += "\n-"
      text += old[place]
    case .added(let place):
      text += "\n+"
      text += new[place]
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

    /// Hashes bytes: many lines of other bytes may be equal as strings.
    func hash(into hasher: inout Hasher) {
      let isHashed: Void? = line.utf8.withContiguousStorageIfAvailable {
        hasher.combine(bytes: UnsafeRawBufferPointer($0))
      }
      if isHashed == nil { for byte in line.utf8 { hasher.combine(byte) } }
    }
  }

  private var numbers: [Key: Int] = [:]

  mutating func number(of line: Substring) -> Int {
    let key = Key(line: line)
    if let number = numbers[key] { return number }
    numbers[key] = numbers.count
    return numbers.count - 1
  }
}
