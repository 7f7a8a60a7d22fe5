// The log stays short, whoever reads, and the file outlives its servers.

import Foundation
import XCTest

@testable import SQLite
@testable import SQLiteState

final class LogTests: StateFileTestCase {
  private static let text = String(repeating: "x", count: 100_000)

  func testLog_whenMuchIsWritten_staysShort() async throws {
    let managers = [manager(), manager()]
    try await managers[0].makeNotes()
    for index in 0..<400 { try await managers[index % 2].note(Self.text) }
    XCTAssertGreaterThan(size(path), 30_000_000)
    XCTAssertLessThan(size(path + "-wal"), 12_000_000)
  }

  func testLog_whenAReaderHeldIt_isShortAgainAfterwards() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let reader = try SQLiteConnection(path: path, mode: .queries)
    try reader.begin(.deferred)
    _ = try reader.first(SQLiteStatement("SELECT count(*) FROM notes")()) { row in try row.int() }
    for _ in 0..<300 { try await manager.note(Self.text) }
    XCTAssertGreaterThan(size(path + "-wal"), 30_000_000)
    try reader.commit()
    for _ in 0..<100 { try await manager.note(Self.text) }
    XCTAssertLessThan(size(path + "-wal"), 12_000_000)
    let count = try await manager.notes().count
    XCTAssertEqual(count, 400)
  }

  func testPlan_whenReadersHoldTheLog_waitsForItToGrow() {
    var plan = CheckpointPlan()
    XCTAssertNil(plan.mode(logPages: 999))
    XCTAssertEqual(plan.mode(logPages: 1_000), .passive)
    plan.note(SQLiteCheckpoint(logPages: 1_000, writtenPages: 10, isBlocked: true))
    XCTAssertNil(plan.mode(logPages: 1_100))
    XCTAssertEqual(plan.mode(logPages: 1_250), .passive)
    XCTAssertEqual(plan.mode(logPages: 16_000), .restart)
    plan.note(SQLiteCheckpoint(logPages: 16_000, writtenPages: 16_000, isBlocked: false))
    XCTAssertNil(plan.mode(logPages: 10))
    XCTAssertNil(plan.idleMode(logPages: 10))
    XCTAssertEqual(plan.idleMode(logPages: 500), .passive)
  }
}
