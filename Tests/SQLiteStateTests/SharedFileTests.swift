// SharedFileTests: several managers on one file, one after the other and at the same time.

import Models
import SQLiteState
import State
import XCTest

final class SharedFileTests: OperationsTestCase {
  private let project = Name(trusted: "shop")

  private static func record(_ score: Int, on id: LoopID, by manager: SQLiteStateManager) async throws {
    let assessment = CriticAssessment(
      criticAgent: .planCritic, score: Score(trusted: score), assessmentSummary: Text(trusted: "as it is"))
    _ = try await manager.recordFeedback(assessment, on: id, at: nil, once: nil)
  }

  func testWrites_whenAnotherManagerReads_areSeenAtOnce() async throws {
    let (one, other) = (manager(), manager())
    let loop = try await one.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    let seen = try await other.loop(loop.id)
    XCTAssertEqual(seen, loop.value)
    try await Self.record(50, on: loop.id, by: other)
    let scores = try await one.loop(loop.id).scoreHistory
    XCTAssertEqual(scores, [50])
  }

  func testWrites_whenManagersWriteAtTheSameTime_areAllKept() async throws {
    var policies = LoopPolicies()
    policies.humanGate = .advisory
    let managers = (0..<3).map { _ in manager(policies: policies) }
    let loop = try await managers[0].createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 {
        group.addTask { try await Self.record(number % 50, on: loop.id, by: managers[number % 3]) }
      }
      try await group.waitForAll()
    }
    let after = try await managers[0].loop(loop.id)
    XCTAssertEqual(after.scoreHistory.count, 60)
    XCTAssertEqual(after.iteration, 61)
  }

  func testState_whenTheFileIsOpenedAgain_isThere() async throws {
    let first = manager()
    let running = Task { await first.run() }
    let loop = try await first.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    try await Self.record(50, on: loop.id, by: first)
    running.cancel()
    await running.value
    let again = try await manager().history(of: loop.id, after: nil, limit: 10)
    XCTAssertEqual(again.feedback.map(\.score), [50])
  }
}
