// MemoryLimitTests: what is counted of the state in memory, and what is given back.

import MemoryState
import Models
import State
import XCTest

final class MemoryLimitTests: XCTestCase {
  private let project = Name(trusted: "p")

  private func manager(_ bytes: Int, results: Int = 1 << 20) -> MemoryStateManager {
    MemoryStateManager(limits: MemoryLimits(state: bytes, results: results))
  }

  private func text(_ bytes: Int) -> Text { Text(trusted: String(repeating: "x", count: bytes)) }

  private func draft(_ phase: String, bytes: Int) throws -> SpecDraft {
    let frozen = FrozenFields(objectives: text(bytes), scope: "s", dependencies: "d", deliverables: "e")
    return try XCTUnwrap(SpecDraft(projectName: project, phaseName: Name(trusted: phase), frozen: frozen))
  }

  /// Expects the state to be full, and gives the failure.
  @discardableResult
  private func assertFull(
    file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> some Any
  ) async -> Failure? {
    do {
      _ = try await body()
      XCTFail("taken", file: file, line: line)
    } catch {
      XCTAssertEqual((error as? Failure)?.code, .unavailable, "\(error)", file: file, line: line)
      return error as? Failure
    }
    return nil
  }

  func testWrite_whenThereIsNoRoom_leavesNothing() async throws {
    let manager = manager(100_000)
    let loop = try await manager.createLoop(LoopDraft(projectName: project, loopType: .spec), once: nil).value
    let spec = try await manager.createSpec(try draft("a", bytes: 10_000), once: nil).value
    let (reference, big) = (SpecReference.named(project: project, spec: spec.specName), text(100_000))
    var changes = SpecChanges()
    changes.flexible.architecture = FlexibleText(trusted: big.value)
    let failure = await assertFull {
      try await manager.updateSpec(reference, changes, expecting: nil, once: nil)
    }
    XCTAssertTrue(failure?.message.contains("STATE_MEMORY_LIMIT, 100000 bytes") == true, failure?.message ?? "")
    await assertFull { try await manager.createSpec(try draft("b", bytes: 100_000), once: nil) }
    await assertFull { try await manager.recordGuidance(Guidance(feedback: big), on: loop.id, once: nil) }
    await assertFull { try await manager.storeObjectiveFeedback(big, on: loop.id, once: nil) }
    let assessment = CriticAssessment(criticAgent: .specCritic, score: 5, assessmentSummary: big)
    await assertFull { try await manager.recordFeedback(assessment, on: loop.id, at: nil, once: nil) }
    let other = Name(trusted: "q")
    var plan = ProjectPlanChanges()
    plan.fields.projectVision = big
    await assertFull { try await manager.storePlan(plan, of: other, expecting: nil, once: nil) }
    var roadmap = RoadmapChanges()
    for field in RoadmapFields.all { roadmap.fields[keyPath: field.path] = big }
    await assertFull { try await manager.storeRoadmap(roadmap, of: other, expecting: nil, once: nil) }

    let history = try await manager.history(of: loop.id, after: nil, limit: 10)
    XCTAssertEqual(history.loop, loop)
    XCTAssertTrue(history.feedback.isEmpty && history.guidance.isEmpty)
    let specs = try await manager.specs(of: project, status: nil, query: nil, after: nil, limit: 10)
    XCTAssertEqual(specs.elements.map(\.version), [1])
    let plans = try await manager.plans(status: nil, after: nil, limit: 10)
    XCTAssertTrue(plans.elements.isEmpty)
  }

  /// What is stored, replaced and deleted again and again takes up no more in the end: all of it is given back.
  func testDeletion_whenRepeatedForEver_givesAllBack() async throws {
    let manager = manager(150_000)
    for round in 1...200 {
      let spec = try await manager.createSpec(try draft("a", bytes: 10_000), once: nil).value
      let loop = try await manager.createLoop(
        LoopDraft(projectName: project, loopType: .spec, specName: spec.specName), once: nil
      ).value
      let other = try await manager.createLoop(
        LoopDraft(projectName: project, loopType: .spec, specName: spec.specName), once: nil
      ).value
      var changes = SpecChanges()
      changes.flexible.architecture = FlexibleText(trusted: "\(round)")
      _ = try await manager.updateSpec(
        .named(project: project, spec: spec.specName), changes, expecting: nil, once: nil)
      let assessment = CriticAssessment(
        criticAgent: .specCritic, score: 5, assessmentSummary: text(5_000), keyIssues: TextList([text(1_000)]),
        blockers: TextList([text(2_000)]))
      _ = try await manager.recordFeedback(assessment, on: loop.id, at: nil, once: nil)
      _ = try await manager.recordGuidance(Guidance(feedback: text(5_000)), on: loop.id, once: nil)
      for size in [5_000, 100] {
        _ = try await manager.storeObjectiveFeedback(text(size), on: loop.id, once: nil)
      }
      for size in [500, 501] {
        var plan = ProjectPlanChanges()
        for field in ProjectPlanFields.all { plan.fields[keyPath: field.path] = text(size) }
        _ = try await manager.storePlan(plan, of: project, expecting: nil, once: nil)
      }
      _ = try await manager.unlink(other.id, once: nil)
      _ = try await manager.link(other.id, to: spec.specName, in: project, once: nil)
      _ = try await manager.deletePlan(of: project, once: nil)
      _ = try await manager.deleteSpec(spec.specName, of: project, once: nil)
      for id in [loop.id, other.id] { _ = try await manager.deleteLoop(id, once: nil) }
    }
  }

  func testVersions_whenKept_count() async throws {
    let manager = manager(150_000)
    let spec = try await manager.createSpec(try draft("a", bytes: 10_000), once: nil).value
    func update(_ text: String) async throws {
      var changes = SpecChanges()
      changes.flexible.architecture = FlexibleText(trusted: text)
      _ = try await manager.updateSpec(
        .named(project: project, spec: spec.specName), changes, expecting: nil, once: nil)
    }
    for number in 1...11 { try await update("\(number)") }
    await assertFull { for number in 12...20 { try await update("\(number)") } }
    _ = try await manager.deleteSpec(spec.specName, of: project, once: nil)
    _ = try await manager.createSpec(try draft("a", bytes: 100_000), once: nil)
  }

  func testResults_whenBeyondTheirBytes_areForgottenOldestFirst() async throws {
    let manager = manager(1 << 30, results: 100_000)
    func create(_ number: Int) async throws -> Bool {
      let key = IdempotencyKey(trusted: "\(number)")
      let call = IdempotentCall(tool: "create_loop", key: key, fingerprint: Fingerprint([]))
      return try await manager.createLoop(LoopDraft(projectName: project, loopType: .spec), once: call).isReplay
    }
    var kept = 0
    for number in 0..<1_000 {
      let isReplay = try await create(number)
      XCTAssertFalse(isReplay)
    }
    // From the newest on: what is there still is not counted anew.
    while try await create(999 - kept) { kept += 1 }
    XCTAssertTrue((100_000 / 2_000...100_000 / 400).contains(kept), "\(kept) results in 100,000 bytes")
  }
}
