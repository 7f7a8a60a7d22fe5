// UniqueElements: the elements that two lists have once each, as fixed points between them.

/// Finds fixed points between two lists, as the patience diff does.
///
/// Source: B. Cohen's patience diff; the longest rising sequence by M. L. Fredman's piles.
enum UniqueElements {
  /// A place in each list.
  typealias Pair = (old: Int, new: Int)

  /// The most elements, each once in both lists, that have the same order in both.
  static func inOrder(_ old: [Int], _ new: [Int]) -> [Pair] {
    let (inOld, inNew) = (Occurrences(of: old), Occurrences(of: new))
    var places: [Int: Int] = [:]
    for (place, number) in old.enumerated() where inOld.count(of: number) == 1 && inNew.count(of: number) == 1 {
      places[number] = place
    }
    return longestRising(new.enumerated().compactMap { new, number in places[number].map { (old: $0, new: new) } })
  }

  /// The longest part of `pairs`, which rise in `new`, that rises in `old` too.
  private static func longestRising(_ pairs: [Pair]) -> [Pair] {
    // For each length, the pair with the lowest end that a rising part of this length has; and what comes before it.
    var ends: [Int] = []
    var previous: [Int?] = []
    for (index, pair) in pairs.enumerated() {
      let length = count(of: ends, where: { pairs[$0].old < pair.old })
      previous.append(length > 0 ? ends[length - 1] : nil)
      if length == ends.count { ends.append(index) } else { ends[length] = index }
    }
    var part = Array(
      sequence(state: ends.last) { last -> Pair? in
        defer { last = last.flatMap { previous[$0] } }
        return last.map { pairs[$0] }
      })
    part.reverse()
    return part
  }

  /// The number of elements at the start of `list` for which `holds` is true, where it is false for all others.
  private static func count(of list: [Int], where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(list[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
