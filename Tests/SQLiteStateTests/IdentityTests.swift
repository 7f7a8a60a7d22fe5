// The file that a running server has: moved away, deleted, replaced.

import Foundation
import Models
import XCTest

@testable import SQLiteState

final class IdentityTests: StateFileTestCase {
  private func move(_ from: String, _ to: String) throws { try FileManager.default.moveItem(atPath: from, toPath: to) }

  private func checkGone(_ manager: SQLiteStateManager, line: UInt = #line) async {
    for _ in 0..<2 {
      let read = await failure(line: line) { _ = try await manager.notes() }
      let write = await failure(line: line) { try await manager.note("lost") }
      for failure in [read, write] {
        XCTAssertEqual(failure?.code, .unavailable, line: line)
        XCTAssertTrue(failure?.message.contains("is gone") ?? false, failure?.message ?? "", line: line)
      }
    }
  }

  func testFile_whenMovedAwayAndBack_worksAgain() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try await manager.note("1")
    try move(path, path + ".away")
    await checkGone(manager)
    XCTAssertFalse(exists(path), "a running server begins no empty file")
    try move(path + ".away", path)
    try await manager.note("2")
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["1", "2"])
  }

  func testFolder_whenDeleted_isNotMadeAgain() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try FileManager.default.removeItem(atPath: folder + "/state")
    await checkGone(manager)
    XCTAssertFalse(exists(folder + "/state"))
    try await self.manager().makeNotes()
    try await manager.note("in the new one")
  }

  func testFile_whenReplaced_isTheOtherOneFromThenOn() async throws {
    let (one, other) = (manager(), manager(folder + "/other/respec.db"))
    try await one.makeNotes()
    try await one.note("one")
    try await other.makeNotes()
    try await other.note("other")
    await other.end()
    await one.end()
    let running = manager()
    let before = try await running.notes()
    XCTAssertEqual(before, ["one"])
    try FileManager.default.removeItem(atPath: path)
    try move(folder + "/other/respec.db", path)
    let after = try await running.notes()
    XCTAssertEqual(after, ["other"])
    try await running.note("more")
    let more = try await running.notes()
    XCTAssertEqual(more, ["other", "more"])
  }

  func testFile_whenReplacedBesideItsLog_keepsNothingOfTheEarlierOne() async throws {
    let (one, other, witness) = (manager(), manager(folder + "/other/respec.db"), manager())
    try await one.makeNotes()
    try await other.makeNotes()
    try await other.note("other")
    await other.end()
    for round in 1...300 { try await one.note("one \(round)") }
    _ = try await witness.notes()
    XCTAssertGreaterThan(size(path + "-wal"), 0)
    try move(path, folder + "/earlier.db")
    try move(folder + "/other/respec.db", path)
    for manager in [one, witness, one] {
      let notes = try await manager.notes()
      XCTAssertEqual(notes, ["other"])
    }
    try await witness.note("more")
    let notes = try await one.notes()
    XCTAssertEqual(notes, ["other", "more"])
    let earlier = try await manager(folder + "/earlier.db").notes()
    XCTAssertEqual(earlier.count, 300)
  }

  func testFile_whenReplacedBySomethingElse_isRefusedAndLeft() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try move(path, path + ".away")
    try Data(repeating: 0x41, count: 5_000).write(to: URL(fileURLWithPath: path))
    let failure = await failure { try await manager.note("lost") }
    XCTAssertTrue(failure?.message.contains("is not a state file") ?? false, failure?.message ?? "")
    XCTAssertEqual(size(path), 5_000)
  }
}
