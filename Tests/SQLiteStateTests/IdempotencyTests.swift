// Calls with an idempotency key: applied once, told apart by their arguments, forgotten after a day.

import Models
import Platform
import SQLite
import State
import StateContract
import Synchronization
import XCTest

@testable import SQLiteState

final class IdempotencyTests: StateFileTestCase {
  private static let keys = SQLiteStatement("SELECT count(*) FROM idempotency_keys")

  /// A clock that tests set, in hours.
  private final class Clock: Sendable {
    let hours = Atomic(500_000)
    var sources: StateSources {
      StateSources(now: { Timestamp(microseconds: Int64(self.hours.load(ordering: .relaxed)) * 3_600_000_000) })
    }
  }

  func testCall_whenRepeated_isAppliedOnce() async throws {
    let manager = manager()
    try await manager.makeNotes()
    for _ in 0..<3 {
      let result = try await manager.note("é \u{10FFFF} \"", once: IdempotentCall("k"))
      XCTAssertEqual(result, "é \u{10FFFF} \"")
    }
    let notes = try await manager.notes()
    XCTAssertEqual(notes.count, 1)
  }

  func testCall_whenRepeatedWithOtherArguments_isAConflict() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try await manager.note("1", once: IdempotentCall("k"))
    let failure = await failure { try await manager.note("2", once: IdempotentCall("k", arguments: "y")) }
    XCTAssertEqual(failure?.code, .conflict)
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["1"])
  }

  func testCall_whenKeptByAnEarlierVersion_getsItsResultInShort() async throws {
    let manager = manager()
    let now = Timestamp(microseconds: SystemClock.microseconds)
    for (tool, json) in EarlierResults.all {
      let call = EarlierResults.call(tool)
      _ = try await manager.write(once: nil) { file, _ in
        try file.run(
          Self.keep(
            .text(tool), .text(call.key.value), .int(Int(now.microseconds)), .text(call.fingerprint.hex), .text(json)))
      }
    }
    try await EarlierResults.check(manager)
  }

  private static let keep = SQLiteStatement(
    "INSERT INTO idempotency_keys (tool, key, created_at, fingerprint, result) VALUES (?1, ?2, ?3, ?4, ?5)")

  func testCall_whenItFailed_mayBeRepeated() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let first = await failure {
      _ = try await manager.write(once: IdempotentCall("k")) { (_, _) throws -> String in throw Failure(.conflict, "no")
      }
    }
    XCTAssertEqual(first?.code, .conflict)
    try await manager.note("1", once: IdempotentCall("k"))
  }

  func testCall_whenRepeatedDuringTheFirst_getsItsResult() async throws {
    let managers = [manager(), manager()]
    try await managers[0].makeNotes()
    let results = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<20 {
        group.addTask { try await managers[index % 2].note("\(index)", once: IdempotentCall("k")) }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    XCTAssertEqual(results.count, 1)
    let notes = try await managers[0].notes()
    XCTAssertEqual(Set(notes), results)
    XCTAssertEqual(notes.count, 1)
  }

  func testCall_whenADayOld_isForgotten() async throws {
    let clock = Clock()
    let manager = manager(sources: clock.sources)
    try await manager.makeNotes()
    try await manager.note("1", once: IdempotentCall("k"))
    clock.hours.add(24, ordering: .relaxed)
    try await manager.note("1", once: IdempotentCall("k"))
    clock.hours.add(25, ordering: .relaxed)
    try await manager.note("2", once: IdempotentCall("k", arguments: "y"))
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["1", "2"])
  }

  func testKeys_whenExpired_areTakenAwayByLaterCalls() async throws {
    let clock = Clock()
    let manager = manager(sources: clock.sources)
    try await manager.makeNotes()
    for key in 0..<30 { try await manager.note("x", once: IdempotentCall("old \(key)")) }
    clock.hours.add(48, ordering: .relaxed)
    for key in 0..<4 { try await manager.note("x", once: IdempotentCall("new \(key)")) }
    let count = try await manager.read { file in try file.first(Self.keys()) { row in try row.int() } }
    XCTAssertEqual(count, 4)
  }
}
