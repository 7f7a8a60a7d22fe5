// ShortestEdit: the fewest removals and additions that turn one list into another.

/// The fewest removals and additions that turn one list into another.
///
/// Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", the greedy algorithm. The standard library's
/// `difference(from:)` is the same without a limit: of two long lists with nothing in common it would keep a table of
/// the square of their length.
struct ShortestEdit {
  private(set) var isRemoved: [Bool]
  private(set) var isAdded: [Bool]

  /// The most changes that are looked for, so that the tables stay within 8 MB; nobody reads more one by one.
  private static let maximumChanges = 2_000

  /// - Returns: nil where there are too many changes.
  static func find(from old: [Int], to new: [Int]) -> ShortestEdit? {
    let limit = min(old.count + new.count, maximumChanges)
    /// The furthest place in `old` that this many changes reach, by diagonal: the place in `old` minus that in `new`.
    var furthest = [Int32](repeating: 0, count: 2 * limit + 3)
    let middle = limit + 1
    // The part of `furthest` that was in use before each further change.
    var rounds: [ArraySlice<Int32>] = []
    for changes in 0...limit {
      rounds.append(ArraySlice(Array(furthest[(middle - changes - 1)...(middle + changes + 1)])))
      for diagonal in stride(from: -changes, through: changes, by: 2) {
        let at = middle + diagonal
        let isAddition = takesAddition(diagonal, changes, furthest[at - 1], furthest[at + 1])
        var place = Int(isAddition ? furthest[at + 1] : furthest[at - 1] + 1)
        if changes == 0 { place = 0 }
        while place < old.count, place - diagonal < new.count, old[place] == new[place - diagonal] { place += 1 }
        furthest[at] = Int32(place)
        if place >= old.count, place - diagonal >= new.count {
          return ShortestEdit(old.count, new.count, rounds)
        }
      }
    }
    return nil
  }

  private static func takesAddition(_ diagonal: Int, _ changes: Int, _ below: Int32, _ above: Int32) -> Bool {
    diagonal == -changes || (diagonal != changes && below < above)
  }

  /// Goes back from the end, round by round.
  private init(_ oldCount: Int, _ newCount: Int, _ rounds: [ArraySlice<Int32>]) {
    isRemoved = Array(repeating: false, count: oldCount)
    isAdded = Array(repeating: false, count: newCount)
    var (old, new) = (oldCount, newCount)
    for changes in stride(from: rounds.count - 1, to: 0, by: -1) {
      let round = rounds[changes]
      let at = old - new + changes + 1
      if Self.takesAddition(old - new, changes, round[at - 1], round[at + 1]) {
        old = Int(round[at + 1])
        new = old - (at + 1 - changes - 1)
        isAdded[new] = true
      } else {
        old = Int(round[at - 1])
        new = old - (at - 1 - changes - 1)
        isRemoved[old] = true
      }
    }
  }
}
