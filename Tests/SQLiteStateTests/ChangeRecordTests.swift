// ChangeRecordTests: the record of changes in a state file: its numbers, its expiry, files of an earlier schema.

import Foundation
import Models
import SQLite
import State
import StateContract
import XCTest

@testable import SQLiteState

final class ChangeRecordTests: OperationsTestCase {
  private let project = Name(trusted: "shop")

  private func manager(at clock: TestClock, days: Int?) -> SQLiteStateManager {
    let settings = ManagerSettings(
      recording: ChangeRecording(retentionDays: days), sources: StateSources(now: { clock.now }))
    return Self.manager(path, settings)
  }

  private func subjects(_ manager: SQLiteStateManager) async throws -> [String] {
    try await manager.changes(above: 0, of: project, limit: 100).changes.map(\.change.subject)
  }

  func testExpiry_whenTheirDaysAreOver_takesTheOldestAndReusesNoNumber() async throws {
    let clock = TestClock()
    let manager = manager(at: clock, days: 2)
    let draft = LoopDraft(projectName: project, loopType: .plan)
    var loops: [String] = []
    for _ in 1...3 {
      loops.append(try await manager.createLoop(draft, once: nil).id.value)
      clock.advance(microseconds: 86_400_000_000)
    }
    try await manager.expireChanges()
    var left = try await subjects(manager)
    XCTAssertEqual(left, Array(loops[1...]))
    let last = try await manager.changes(above: 0, of: nil, limit: 100).last
    clock.advance(microseconds: 10 * 86_400_000_000)
    try await manager.expireChanges()
    left = try await subjects(manager)
    XCTAssertEqual(left, [])
    _ = try await manager.createLoop(draft, once: nil)
    let next = try await manager.changes(above: last, of: nil, limit: 100).changes.map(\.number)
    XCTAssertEqual(next, [last + 1], "a follower that has seen the last one misses none")
  }

  func testExpiry_whenSteppedThrough_takesAll() async throws {
    let clock = TestClock()
    let manager = manager(at: clock, days: 1)
    let loop = try await manager.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    let file = try connection()
    try file.runScript(
      """
      INSERT INTO changes (changed_at, project_name, kind, subject, operation, actor, host, process_id)
      SELECT value, 'shop', 'loop', 'x', 'created', 'ada', 'laptop', 1
      FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 1200) SELECT value FROM n)
      """)
    // The newest are out of order: they stay until those before them are gone.
    try await manager.expireChanges()
    clock.advance(microseconds: 2 * 86_400_000_000)
    try await manager.expireChanges()
    let left = try await subjects(manager)
    XCTAssertEqual(left, [], "loop \(loop.id)")
  }

  func testExpiry_whenKeptForEver_takesNone() async throws {
    let clock = TestClock()
    let manager = manager(at: clock, days: nil)
    let loop = try await manager.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    clock.advance(microseconds: 40_000 * 86_400_000_000)
    try await manager.expireChanges()
    let left = try await subjects(manager)
    XCTAssertEqual(left, [loop.id.value])
  }

  /// Processes of an earlier schema have left rows of every kind; the record begins with the first change of this one.
  func testRecord_whenTheFileIsOfAnEarlierSchema_beginsEmpty() async throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/state", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try SQLiteConnection(path: path, mode: .readWrite)
    let earlier = Migration.stateFile.prefix { $0.description != "record changes" }
    for migration in earlier { try file.runScript(migration.sql) }
    try file.runScript(
      """
      INSERT INTO loop_states (id, project_name, loop_type, created_at, updated_at)
        VALUES ('00000003', 'shop', 'spec', 1, 1);
      INSERT INTO loop_history (loop_id, project_name, sequence_number, added_at) VALUES ('00000003', 'shop', 1, 1);
      """)
    file.close()
    let manager = manager(at: TestClock(), days: nil)
    var seen = try await subjects(manager)
    XCTAssertEqual(seen, [])
    _ = try await manager.deleteLoop(LoopID(trusted: "00000003"), once: nil)
    seen = try await subjects(manager)
    XCTAssertEqual(seen, ["00000003"])
    XCTAssertEqual(try connection().findDamage(), [])
  }
}
