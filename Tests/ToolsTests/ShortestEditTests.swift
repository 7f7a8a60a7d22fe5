// ShortestEditTests: the number of changes between lists, against the fewest.

import TestSupport
import XCTest

@testable import Tools

final class ShortestEditTests: XCTestCase {
  private let seed = UInt64.random(in: 1...999_999_999)

  /// The number of changes of an edit, which is shown to turn `old` into `new`.
  private func changes(
    _ old: [Int], _ new: [Int], effort: Int? = nil, file: StaticString = #filePath, line: UInt = #line
  ) -> Int {
    let edit =
      effort.map { ShortestEdit(from: old, to: new, effort: $0) } ?? ShortestEdit(from: old, to: new)
    let kept = [zip(old, edit.isRemoved), zip(new, edit.isAdded)].map { $0.filter { !$0.1 }.map(\.0) }
    XCTAssertEqual(edit.isRemoved.count, old.count, file: file, line: line)
    XCTAssertEqual(edit.isAdded.count, new.count, file: file, line: line)
    XCTAssert(kept[0] == kept[1], "seed \(seed)", file: file, line: line)
    return (edit.isRemoved + edit.isAdded).count { $0 }
  }

  /// The fewest changes, by the table that takes the square of the lengths.
  private func fewest(_ old: [Int], _ new: [Int]) -> Int {
    var row = Array(0...new.count)
    for (o, element) in old.enumerated() {
      var next = [o + 1]
      for n in new.indices { next.append(element == new[n] ? row[n] : min(row[n + 1], next[n]) + 1) }
      row = next
    }
    return row[new.count]
  }

  private func list(_ count: Int, of kinds: Int, _ generator: inout SplitMix64) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0..<kinds, using: &generator) }
  }

  // MARK: The fewest

  func testEdit_whenOfAnyLists_isAShortest() {
    var generator = SplitMix64(seed: seed)
    for _ in 1...3_000 {
      let kinds = Int.random(in: 1...6, using: &generator)
      let lists = (0..<2).map { _ in list(Int.random(in: 0...20, using: &generator), of: kinds, &generator) }
      XCTAssertEqual(changes(lists[0], lists[1]), fewest(lists[0], lists[1]), "seed \(seed): \(lists)")
    }
  }

  /// Up to 2,000 changes are the fewest even where no effort is granted.
  func testEdit_whenOfTwoThousandChanges_isAShortest() {
    var generator = SplitMix64(seed: seed)
    for kinds in [2, 3, 40] {
      let old = list(2_000, of: kinds, &generator), new = list(2_000, of: kinds, &generator)
      let shorter = (Array(old.prefix(1_000)), Array(new.prefix(1_000)))
      XCTAssertEqual(changes(shorter.0, shorter.1, effort: 0), fewest(shorter.0, shorter.1), "seed \(seed)")
      let edited = edited(old, 500, of: kinds, &generator)
      XCTAssertEqual(changes(old, edited, effort: 0), fewest(old, edited), "seed \(seed)")
    }
  }

  // MARK: Few

  /// `list` with so many single elements removed and others added.
  private func edited(_ list: [Int], _ count: Int, of kinds: Int, _ generator: inout SplitMix64) -> [Int] {
    var removed = Set<Int>()
    while removed.count < count / 2 { removed.insert(Int.random(in: list.indices, using: &generator)) }
    var added: [Int: Int] = [:]
    for _ in 0..<(count - count / 2) {
      added[Int.random(in: list.indices, using: &generator)] = Int.random(in: 0..<kinds, using: &generator)
    }
    return list.indices.flatMap { place in
      (added[place].map { [$0] } ?? []) + (removed.contains(place) ? [] : [list[place]])
    }
  }

  /// So many edits cannot need more changes than edits.
  func testEdit_whenManyLinesOfALargeTextChange_isCloseToTheFewest() {
    var generator = SplitMix64(seed: seed)
    for (count, kinds, edits) in [(20_000, 20_000_000, 15_000), (20_000, 5_000, 6_000), (20_000, 100, 5_000)] {
      // Numbers as LineDiff gives them.
      let lists = [list(count, of: kinds, &generator)].flatMap { [$0, edited($0, edits, of: kinds, &generator)] }
      let (old, new) = numbered(lists[0], lists[1])
      XCTAssertLessThanOrEqual(Double(changes(old, new)), Double(edits) * 1.1, "seed \(seed): \(kinds)")
    }
  }

  private func numbered(_ old: [Int], _ new: [Int]) -> ([Int], [Int]) {
    var numbers: [Int: Int] = [:]
    for element in old + new where numbers[element] == nil { numbers[element] = numbers.count }
    return (old.map { numbers[$0]! }, new.map { numbers[$0]! })
  }

  /// Searches that are broken off, of lists whose fewest changes are known.
  func testEdit_whenBrokenOff_isCloseToTheFewest() {
    var generator = SplitMix64(seed: seed)
    for kinds in [2, 30] {
      let old = list(5_000, of: kinds, &generator)
      for new in [list(5_000, of: kinds, &generator), edited(old, 3_500, of: kinds, &generator)] {
        XCTAssertLessThanOrEqual(
          Double(changes(old, new, effort: 0)), Double(changes(old, new, effort: .max)) * 1.1, "seed \(seed): \(kinds)")
      }
    }
  }

  /// A block that moves is found by its unique lines, wherever the search is broken off.
  func testEdit_whenALargeBlockMoves_changesThatBlockAlone() {
    let old = Array(0..<30_000)
    let new = old[0..<5_000] + old[13_000..<25_000] + old[5_000..<13_000] + old[25_000...]
    XCTAssertEqual(changes(old, Array(new), effort: 0), 16_000)
  }

  /// One unique line that moves from end to end does not make everything between look changed.
  func testEdit_whenTheOnlyUniqueLineMoves_keepsTheOthers() {
    var generator = SplitMix64(seed: seed)
    let lines = list(8_000, of: 50, &generator)
    let new = edited(lines, 5_000, of: 50, &generator)
    let fewest = changes(lines, new, effort: .max)
    XCTAssertLessThanOrEqual(
      Double(changes([50] + lines, new + [50], effort: 0)), Double(fewest + 2) * 1.1, "seed \(seed)")
  }

  func testEdit_whenNothingIsInCommon_changesEverything() {
    XCTAssertEqual(changes(Array(repeating: 0, count: 200_000), Array(repeating: 1, count: 200_000)), 400_000)
    XCTAssertEqual(changes(Array(repeating: 0, count: 200_000), Array(repeating: 0, count: 100_000)), 100_000)
    XCTAssertEqual(changes([], []), 0)
  }
}
