// EditSearch: the search for a short way from one list to another, in memory of the lists' size.

/// Searches the fewest changes that turn one list into another; where that takes too long, few.
///
/// Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", the linear space refinement: ways from both
/// ends are followed until they meet, which leaves two smaller searches. Where they do not meet in time, the one that has
/// come furthest is taken for the right one.
struct EditSearch {
  private(set) var isRemoved: [Bool]
  private(set) var isAdded: [Bool]
  /// True where no search was broken off, so that there are no fewer changes.
  private(set) var isExact = true

  private var fromStart: EditFront
  private var fromEnd: EditFront
  /// Comparisons that may still be spent on searches that may be broken off.
  private var effort: Int

  /// A part of each list, between which the changes are not known.
  private struct Gap {
    var old: Range<Int>
    var new: Range<Int>
    /// The number of changes on each way that are looked for whatever it takes; nil where a way is known to be short.
    var leastChanges: Int?
  }

  /// Each way of a search of whole lists has so many changes at least before it is broken off.
  private static let leastChanges = 1_000
  /// The same for what such a search leaves: it decides on the longest time.
  private static let leastChangesOfRest = 64

  init(from old: [Int], to new: [Int], effort: Int) {
    isRemoved = Array(repeating: false, count: old.count)
    isAdded = Array(repeating: false, count: new.count)
    fromStart = EditFront(old, new)
    fromEnd = EditFront(old.reversed(), new.reversed())
    self.effort = effort
  }

  /// The number of removals and additions.
  var changes: Int { isRemoved.count { $0 } + isAdded.count { $0 } }

  // MARK: Dividing

  /// Searches the whole lists.
  mutating func run() {
    run([Gap(old: isRemoved.indices, new: isAdded.indices, leastChanges: Self.leastChanges)])
  }

  /// Searches between fixed points, which stay.
  mutating func run(between fixed: [UniqueElements.Pair]) {
    var gaps: [Gap] = []
    var start = (old: 0, new: 0)
    for end in fixed + [(isRemoved.count, isAdded.count)] {
      gaps.append(Gap(old: start.old..<end.old, new: start.new..<end.new, leastChanges: Self.leastChangesOfRest))
      start = (end.old + 1, end.new + 1)
    }
    run(gaps)
  }

  private mutating func run(_ gaps: [Gap]) {
    var gaps = gaps
    while let next = gaps.popLast() {
      let gap = trimmed(next)
      if gap.old.isEmpty || gap.new.isEmpty {
        for place in gap.old { isRemoved[place] = true }
        for place in gap.new { isAdded[place] = true }
      } else {
        gaps += divide(gap)
      }
    }
  }

  /// The gap without what is the same at its ends.
  private func trimmed(_ gap: Gap) -> Gap {
    let head = fromStart.commonLength(gap.old.lowerBound, gap.new.lowerBound, min(gap.old.count, gap.new.count))
    let left = min(gap.old.count, gap.new.count) - head
    let tail = fromEnd.commonLength(isRemoved.count - gap.old.upperBound, isAdded.count - gap.new.upperBound, left)
    return Gap(
      old: gap.old.dropFirst(head).dropLast(tail), new: gap.new.dropFirst(head).dropLast(tail),
      leastChanges: gap.leastChanges)
  }

  /// Two gaps with a way through the point between them: a shortest way where the ways from both ends meet there.
  private mutating func divide(_ gap: Gap) -> [Gap] {
    fromStart.begin(at: gap.old.lowerBound, gap.new.lowerBound, size: (gap.old.count, gap.new.count))
    fromEnd.begin(
      at: isRemoved.count - gap.old.upperBound, isAdded.count - gap.new.upperBound,
      size: (gap.old.count, gap.new.count))
    defer { if gap.leastChanges != nil { effort -= min(effort, comparisons) } }
    // The number of changes has the parity of the lengths' difference, so ways meet on one of the two fronts only.
    let isOdd = (gap.old.count - gap.new.count) % 2 != 0
    var changes = 0
    while true {
      if let place = fromStart.advance(toward: fromEnd, mayMeet: isOdd) { return halves(of: gap, at: place) }
      if let place = fromEnd.advance(toward: fromStart, mayMeet: !isOdd) {
        return halves(of: gap, at: (gap.old.count - place.old, gap.new.count - place.new))
      }
      changes += 1
      if let least = gap.leastChanges, changes >= least, comparisons >= effort / 2 { return cut(gap) }
    }
  }

  /// Comparisons spent on the gap that is being divided.
  private var comparisons: Int { fromStart.comparisons + fromEnd.comparisons }

  /// The gaps before and behind a point of a shortest way; `place` counts from the start of `gap`.
  private func halves(of gap: Gap, at place: UniqueElements.Pair) -> [Gap] {
    let (old, new) = (gap.old.lowerBound + place.old, gap.new.lowerBound + place.new)
    return [
      Gap(old: gap.old.lowerBound..<old, new: gap.new.lowerBound..<new),
      Gap(old: old..<gap.old.upperBound, new: new..<gap.new.upperBound),
    ]
  }

  /// The gaps before and behind the point that is furthest from the end where its way began.
  private mutating func cut(_ gap: Gap) -> [Gap] {
    isExact = false
    let (start, end) = (fromStart.furthest, fromEnd.furthest)
    let isFromStart = start.old + start.new >= end.old + end.new
    let place = isFromStart ? start : (gap.old.count - end.old, gap.new.count - end.new)
    var parts = halves(of: gap, at: place)
    parts[isFromStart ? 1 : 0].leastChanges = Self.leastChangesOfRest
    return parts
  }
}
