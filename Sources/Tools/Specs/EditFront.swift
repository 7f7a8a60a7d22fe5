// EditFront: how far a number of changes reaches from the start of two lists.

/// The places that ways with a number of changes reach in two lists, one way on each diagonal. A diagonal is the place in
/// the old list minus that in the new one.
struct EditFront {
  private let old: [Int]
  private let new: [Int]
  /// The place in the old list that the way on each diagonal has reached, from diagonal `-middle` on.
  private var reached: [Int]
  private let middle: Int

  /// The parts of the lists that are looked at: their starts and sizes.
  private var start = (old: 0, new: 0)
  private var size = (old: 0, new: 0)
  /// The diagonals in use: every other one.
  private var lowest = 0
  private var highest = 0
  /// Comparisons made since `begin`.
  private(set) var comparisons = 0

  init(_ old: [Int], _ new: [Int]) {
    (self.old, self.new) = (old, new)
    middle = new.count + 1
    reached = Array(repeating: 0, count: old.count + new.count + 3)
  }

  /// The number of equal elements from two places on, `limit` at most.
  func commonLength(_ old: Int, _ new: Int, _ limit: Int) -> Int {
    var length = 0
    while length < limit, self.old[old + length] == self.new[new + length] { length += 1 }
    return length
  }

  /// Starts with no change at the start of parts whose first elements differ.
  mutating func begin(at old: Int, _ new: Int, size: (old: Int, new: Int)) {
    start = (old, new)
    self.size = size
    (lowest, highest) = (0, 0)
    reached[middle] = 0
    comparisons = 0
  }

  /// Makes one change more on every way.
  ///
  /// - Parameters:
  ///   - other: the front from the other end, of both lists reversed.
  ///   - mayMeet: true where the two may be one change apart, so that meeting places are looked for.
  /// - Returns: the place, counted from where this front began, at which a way of each meet; nil where none do.
  mutating func advance(toward other: borrowing EditFront, mayMeet: Bool) -> UniqueElements.Pair? {
    widen()
    var diagonal = lowest
    while diagonal <= highest {
      let place = advance(on: diagonal)
      if mayMeet, other.reaches(size.old - place, on: size.old - size.new - diagonal) {
        return (place, place - diagonal)
      }
      diagonal += 2
    }
    return nil
  }

  /// Makes one change more on one way, and passes the equal elements behind it.
  ///
  /// - Returns: the place in the old list that is reached.
  private mutating func advance(on diagonal: Int) -> Int {
    let from = max(reached[middle + diagonal - 1] + 1, reached[middle + diagonal + 1])
    let length = commonLength(
      start.old + from, start.new + from - diagonal, min(size.old - from, size.new - from + diagonal))
    comparisons += length + 1
    reached[middle + diagonal] = from + length
    return from + length
  }

  /// True where the way on a diagonal has come to a place of the old list.
  private func reaches(_ place: Int, on diagonal: Int) -> Bool {
    diagonal >= lowest && diagonal <= highest && reached[middle + diagonal] >= place
  }

  /// Takes the diagonals beside those in use, as far as the lists have them.
  private mutating func widen() {
    if lowest > -size.new {
      lowest -= 1
      reached[middle + lowest - 1] = -1
    } else {
      lowest += 1
    }
    if highest < size.old {
      highest += 1
      reached[middle + highest + 1] = -1
    } else {
      highest -= 1
    }
  }

  /// The place, counted from where this front began, at which the most elements of both lists lie behind.
  var furthest: UniqueElements.Pair {
    let places = stride(from: lowest, through: highest, by: 2).map { diagonal -> UniqueElements.Pair in
      (reached[middle + diagonal], reached[middle + diagonal] - diagonal)
    }
    let inside = places.filter { $0.old <= size.old && $0.new <= size.new }
    return inside.max { $0.old + $0.new < $1.old + $1.new } ?? (0, 0)
  }
}
