// ShortestEdit: few removals and additions that turn one list into another.

/// The removals and additions that turn one list into another: the fewest possible where they can be found with bounded
/// effort, which holds for any 2,000 changes, otherwise few.
struct ShortestEdit {
  /// For each element of the old list, true where it is removed.
  private(set) var isRemoved: [Bool]
  /// For each element of the new list, true where it is added.
  private(set) var isAdded: [Bool]

  /// More makes the fewest changes certain for more texts, and few changes hardly fewer: a broken off search of random
  /// texts of the largest size finds up to six in a hundred too many. This takes a third of a second at most in an
  /// optimised build.
  private static let effort = 20_000_000

  /// - Parameters:
  ///   - old: small numbers from 0, equal ones for equal elements.
  ///   - new: the same of the new list.
  ///   - effort: the comparisons from which on the fewest changes are no longer looked for.
  init(from old: [Int], to new: [Int], effort: Int = Self.effort) {
    // What only one list has is changed in any case. Without it the search is shorter and its result the same.
    let (inOld, inNew) = (Occurrences(of: old), Occurrences(of: new))
    let shared = (
      old: old.indices.filter { inNew.count(of: old[$0]) > 0 }, new: new.indices.filter { inOld.count(of: new[$0]) > 0 }
    )
    let search = Self.search(from: shared.old.map { old[$0] }, to: shared.new.map { new[$0] }, effort)
    isRemoved = Array(repeating: true, count: old.count)
    isAdded = Array(repeating: true, count: new.count)
    for (place, isRemoved) in zip(shared.old, search.isRemoved) { self.isRemoved[place] = isRemoved }
    for (place, isAdded) in zip(shared.new, search.isAdded) { self.isAdded[place] = isAdded }
  }

  /// Where the fewest changes take too long to find, two ways to few are tried, since either goes far astray on some
  /// texts: a search that is broken off, and one between the lines that both texts have once.
  private static func search(from old: [Int], to new: [Int], _ effort: Int) -> EditSearch {
    var search = EditSearch(from: old, to: new, effort: effort)
    search.run()
    let fixed = search.isExact ? [] : UniqueElements.inOrder(old, new)
    if fixed.isEmpty { return search }
    var anchored = EditSearch(from: old, to: new, effort: effort)
    anchored.run(between: fixed)
    return anchored.changes < search.changes ? anchored : search
  }
}

/// The number of times that each small number is in a list.
struct Occurrences {
  private var counts: [Int]

  init(of list: [Int]) {
    counts = Array(repeating: 0, count: (list.max() ?? -1) + 1)
    for number in list { counts[number] += 1 }
  }

  func count(of number: Int) -> Int { number < counts.count ? counts[number] : 0 }
}
