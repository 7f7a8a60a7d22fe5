// CallSchedulerTests: conflicting calls keep their order, others do not wait.

import TestSupport
import XCTest

@testable import MCP

final class CallSchedulerTests: XCTestCase {
  private let x = Footprint(writes: [["p", "spec", "x"]])
  private let readX = Footprint(reads: [["p", "spec", "x"]])

  func testPaths_whenCompared() {
    let cases: [(AccessScope, AccessScope, Bool)] = [
      ([], [], true), ([], ["a"], true), (["a"], ["a", "spec", "x"], true), (["a"], ["b"], false),
      (["a", "spec", "x"], ["a", "spec", "y"], false), (["a", "spec"], ["a", "loop", "1"], false),
      ([nil, "loop", "1"], ["a", "loop", "1"], true), ([nil, "loop", "1"], ["a", "loop", "2"], false),
      ([nil, "loop", "1"], ["a"], true), ([nil, "loop", "1"], ["a", "spec", "1"], false), ([nil], ["b", "c"], true),
      (["a", "b", "c", "d", "e"], ["a", "b", "c", "d", "f"], true),
    ]
    for (left, right, expected) in cases {
      XCTAssertEqual(left.overlaps(right), expected)
      XCTAssertEqual(right.overlaps(left), expected)
    }
  }

  func testFootprints_whenNobodyWrites_doNotConflict() {
    XCTAssertFalse(readX.conflicts(with: readX))
    XCTAssertTrue(readX.conflicts(with: x))
    XCTAssertTrue(x.conflicts(with: readX))
    XCTAssertTrue(x.conflicts(with: x))
    XCTAssertFalse(Footprint().conflicts(with: Footprint(writes: [[]])))
  }

  func testCall_whenNothingConflicts_starts() {
    var scheduler = CallScheduler()
    XCTAssertTrue(scheduler.submit(1, x))
    XCTAssertTrue(scheduler.submit(2, Footprint(writes: [["p", "spec", "y"]])))
    XCTAssertEqual(scheduler.remove(1), [])
    XCTAssertTrue(scheduler.submit(3, x))
  }

  func testReaders_whenWriterEnds_startTogether() {
    var scheduler = CallScheduler()
    XCTAssertTrue(scheduler.submit(1, x))
    XCTAssertFalse(scheduler.submit(2, readX))
    XCTAssertFalse(scheduler.submit(3, readX))
    XCTAssertFalse(scheduler.submit(4, x))
    XCTAssertEqual(scheduler.remove(1), [2, 3])
    XCTAssertEqual(scheduler.remove(3), [])
    XCTAssertEqual(scheduler.remove(2), [4])
  }

  func testProjectWideCall_whenBetweenOthers_holdsWhatComesAfter() {
    var scheduler = CallScheduler()
    XCTAssertTrue(scheduler.submit(1, x))
    XCTAssertTrue(scheduler.submit(2, Footprint(writes: [["q", "spec", "x"]])))
    XCTAssertFalse(scheduler.submit(3, Footprint(writes: [["p"]])))
    XCTAssertFalse(scheduler.submit(4, Footprint(writes: [["p", "spec", "y"]])))
    XCTAssertTrue(scheduler.submit(5, Footprint(writes: [["q", "spec", "y"]])))
    XCTAssertEqual(scheduler.remove(1), [3])
    XCTAssertEqual(scheduler.remove(3), [4])
  }

  func testWaitingCall_whenTakenOut_letsOthersPass() {
    var scheduler = CallScheduler()
    XCTAssertTrue(scheduler.submit(1, x))
    XCTAssertFalse(scheduler.submit(2, Footprint(writes: [["p", "spec", "x"], ["p", "spec", "y"]])))
    XCTAssertFalse(scheduler.submit(3, Footprint(writes: [["p", "spec", "y"]])))
    XCTAssertFalse(scheduler.submit(4, x))
    XCTAssertEqual(scheduler.remove(2), [3], "4 still waits for 1")
    XCTAssertEqual(scheduler.remove(1), [4])
  }

  func testRandomCalls_whenEndingAndTakenOutInAnyOrder_matchNaiveModel() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix64(seed: seed)
    for round in 0..<300 {
      var scheduler = CallScheduler()
      var model = NaiveScheduler()
      for key in 1...UInt64(60) {
        let footprint = randomFootprint(&random)
        let starts = model.submit(key, footprint)
        XCTAssertEqual(scheduler.submit(key, footprint), starts, "seed \(seed) round \(round)")
        while Bool.random(using: &random), let gone = model.unfinished.randomElement(using: &random) {
          XCTAssertEqual(scheduler.remove(gone), model.remove(gone), "seed \(seed) round \(round)")
        }
      }
      while let gone = model.unfinished.randomElement(using: &random) {
        XCTAssertEqual(scheduler.remove(gone), model.remove(gone), "seed \(seed) round \(round)")
      }
    }
  }

  private func randomFootprint(_ random: inout SplitMix64) -> Footprint {
    func paths() -> [AccessScope] {
      (0..<Int.random(in: 0...2, using: &random)).map { _ in
        let names: [String?] = ["a", "b", "c", nil]
        return AccessScope(
          (0..<Int.random(in: 0...3, using: &random)).map { _ in names.randomElement(using: &random)! })
      }
    }
    return Footprint(reads: paths(), writes: paths())
  }
}

/// The rule itself: a call may start when no earlier unfinished call conflicts with it.
private struct NaiveScheduler {
  private var calls: [(key: UInt64, footprint: Footprint, isRunning: Bool)] = []

  var unfinished: [UInt64] { calls.map(\.key) }

  mutating func submit(_ key: UInt64, _ footprint: Footprint) -> Bool {
    calls.append((key, footprint, false))
    return start() == [key]
  }

  mutating func remove(_ key: UInt64) -> [UInt64] {
    calls.removeAll { $0.key == key }
    return start()
  }

  private mutating func start() -> [UInt64] {
    calls.indices.filter { index in
      guard !calls[index].isRunning else { return false }
      calls[index].isRunning = !calls[..<index].contains { $0.footprint.conflicts(with: calls[index].footprint) }
      return calls[index].isRunning
    }.map { calls[$0].key }
  }
}
