// LineDiff: a unified diff of two texts.

/// The difference between two texts, line by line.
struct LineDiff {
  /// Lines shown around a change.
  private static let context = 3
  /// Beyond this many pairs of changed lines no shortest difference is looked for: it would take too long.
  private static let maximumPairs = 4_000_000

  private enum Line: Equatable {
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
    text.isEmpty ? [] : text.split(omittingEmptySubsequences: false) { $0 == "\n" }
  }

  private static func isSame(_ left: Substring, _ right: Substring) -> Bool { left.utf8.elementsEqual(right.utf8) }

  private static func compare(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) -> [Line] {
    guard old.count * new.count <= maximumPairs else {
      return old.map { .removed($0) } + new.map { .added($0) }
    }
    let difference = Array(new).difference(from: Array(old), by: isSame)
    let removed = Set(difference.removals.map(offset))
    let added = Set(difference.insertions.map(offset))
    return merge(
      old.enumerated().map { ($1, removed.contains($0)) }, new.enumerated().map { ($1, added.contains($0)) }
    )
  }

  private static func offset(of change: CollectionDifference<Substring>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
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
    return hunks.map(text).joined(separator: "\n")
  }

  private func text(of hunk: Range<Int>) -> String {
    let before = counts(lines[..<hunk.lowerBound])
    let inside = counts(lines[hunk])
    let old = Self.range(start: before.old, count: inside.old)
    let new = Self.range(start: before.new, count: inside.new)
    let body = lines[hunk].map { line in
      switch line {
      case .same(let text): " \(text)"
      case .removed(let text): "-\(text)"
      case .added(let text): "+\(text)"
      }
    }
    return (["@@ -\(old) +\(new) @@"] + body).joined(separator: "\n")
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
