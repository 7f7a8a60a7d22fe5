// ChangeRecordTests: the record of changes in memory takes up its part of the memory and no more.

import MemoryState
import Models
import State
import XCTest

final class ChangeRecordTests: XCTestCase {
  private let project = Name(trusted: "p")

  func testRecord_whenItsMemoryIsFull_forgetsTheOldestAndRefusesNothing() async throws {
    let manager = MemoryStateManager(limits: MemoryLimits(state: 1 << 20))
    let loop = try await manager.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    for _ in 1...500 { _ = try await manager.storeObjectiveFeedback(Text(trusted: "x"), on: loop.id, once: nil) }
    let kept = try await manager.changes(above: 0, of: nil, limit: 100)
    let first = try XCTUnwrap(kept.changes.first?.number)
    XCTAssertTrue((300...480).contains(first), "\(first)")
    XCTAssertEqual(kept.changes.map(\.number), Array(first..<first + kept.changes.count))
    let newest = try await manager.changes(of: project, subject: nil, after: nil, limit: 1).elements
    XCTAssertEqual(newest.map(\.number), [501])
    let end = try await manager.changes(above: 501, of: nil, limit: 100)
    XCTAssertEqual(end, ChangeBatch(changes: [], last: 501))
  }

  func testRecord_whenOff_leavesItsMemoryToTheState() async throws {
    func capacity(_ recording: ChangeRecording) async throws -> Int {
      let manager = MemoryStateManager(limits: MemoryLimits(state: 1 << 20), recording: recording)
      var count = 0
      do {
        while true {
          _ = try await manager.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
          count += 1
        }
      } catch {
        XCTAssertEqual(error.code, .unavailable)
      }
      return count
    }
    let (on, off) = (try await capacity(ChangeRecording()), try await capacity(ChangeRecording(isOn: false)))
    XCTAssertTrue((15 * off / 16 - 2...15 * off / 16 + 2).contains(on), "\(on) of \(off)")
  }
}
