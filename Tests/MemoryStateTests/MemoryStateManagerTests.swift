// MemoryStateManagerTests: the suite StateContract, and the promises of the manager in memory alone.

import JSON
import MemoryState
import Models
import State
import StateContract
import XCTest

final class MemoryStateManagerTests: XCTestCase {
  private func run(_ group: ContractGroup) async {
    await group.run { settings in
      MemoryStateManager(
        policies: settings.policies, historyLimit: settings.historyLimit, recording: settings.recording,
        sources: settings.sources)
    }
  }

  func testLoops_whenInMemory_keepTheContract() async { await run(.loops) }
  func testDecisions_whenInMemory_keepTheContract() async { await run(.decisions) }
  func testGuidance_whenInMemory_keepsTheContract() async { await run(.guidance) }
  func testBlockers_whenInMemory_keepsTheContract() async { await run(.blockers) }
  func testHumanGate_whenInMemory_keepsTheContract() async { await run(.humanGate) }
  func testReviewers_whenInMemory_keepTheContract() async { await run(.reviewers) }
  func testHistoryQueue_whenInMemory_keepsTheContract() async { await run(.historyQueue) }
  func testLoopHistory_whenInMemory_keepsTheContract() async { await run(.loopHistory) }
  func testLinks_whenInMemory_keepTheContract() async { await run(.links) }
  func testObjectiveFeedback_whenInMemory_keepsTheContract() async { await run(.objectiveFeedback) }
  func testSpecs_whenInMemory_keepTheContract() async { await run(.specs) }
  func testVersions_whenInMemory_keepTheContract() async { await run(.versions) }
  func testUpdates_whenInMemory_keepTheContract() async { await run(.updates) }
  func testSearch_whenInMemory_keepsTheContract() async { await run(.search) }
  func testRoadmaps_whenInMemory_keepTheContract() async { await run(.roadmaps) }
  func testPlans_whenInMemory_keepTheContract() async { await run(.plans) }
  func testDocuments_whenInMemory_keepTheContract() async { await run(.documents) }
  func testProjects_whenInMemory_keepTheContract() async { await run(.projects) }
  func testTextSearch_whenInMemory_keepTheContract() async { await run(.textSearch) }
  func testPictures_whenInMemory_keepTheContract() async { await run(.pictures) }
  func testIdempotency_whenInMemory_keepsTheContract() async { await run(.idempotency) }
  func testDeletions_whenInMemory_keepTheContract() async { await run(.deletions) }
  func testPaging_whenInMemory_keepsTheContract() async { await run(.paging) }
  func testConcurrency_whenInMemory_keepsTheContract() async { await run(.concurrency) }
  func testChanges_whenInMemory_keepTheContract() async { await run(.changes) }
  func testArguments_whenInMemory_keepTheContract() async { await run(.arguments) }

  func testGroups_whenCounted_haveATestEach() { XCTAssertEqual(ContractGroup.all.count, 26) }

  // MARK: Only in memory

  func testIdempotency_whenMoreThan10_000Results_forgetsTheOldest() async throws {
    let manager = MemoryStateManager()
    let project = Name(trusted: "p")
    let loop = try await manager.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    func store(_ number: Int, _ text: String) async throws {
      let call = IdempotentCall(
        tool: "store_objective_feedback", key: IdempotencyKey(trusted: "\(number)"),
        fingerprint: Fingerprint(Array(text.utf8)))
      _ = try await manager.storeObjectiveFeedback(Text(trusted: text), on: loop.id, once: call)
    }
    func isRemembered(_ number: Int) async -> Bool {
      do {
        try await store(number, "other")
        return false
      } catch {
        return true
      }
    }
    for number in 0..<10_000 { try await store(number, "first") }
    for number in [0, 1, 9_999] {
      let remembered = await isRemembered(number)
      XCTAssertTrue(remembered, "\(number)")
    }
    try await store(10_000, "first")
    let second = await isRemembered(1)
    XCTAssertTrue(second)
    // The oldest is gone; asking for it makes it the newest and pushes the second out.
    let oldest = await isRemembered(0)
    XCTAssertFalse(oldest)
    let pushedOut = await isRemembered(1)
    XCTAssertFalse(pushedOut)
    let newest = await isRemembered(10_000)
    XCTAssertTrue(newest)
  }

  func testFingerprint_whenArgumentsAreTheSame_isTheSame() throws {
    func fingerprint(_ text: String) throws -> Fingerprint {
      Fingerprint(arguments: try XCTUnwrap(JSONParser.parse(Array(text.utf8)).objectValue))
    }
    let first = try fingerprint(#"{"a": 1, "b": {"c": [1, {"e": 1, "f": 2}], "d": "x"}, "idempotency_key": "k"}"#)
    XCTAssertEqual(
      try fingerprint(#"{"b":{"d":"x","c":[1,{"f":2,"e":1}]},"idempotency_key":"other","a":1}"#), first)
    for other in [
      #"{"a": 2, "b": {"c": [1, {"e": 1, "f": 2}], "d": "x"}}"#, #"{"a": 1}"#, "{}",
      #"{"a": 1, "b": {"c": [{"e": 1, "f": 2}, 1], "d": "x"}}"#,
      #"{"a": "1", "b": {"c": [1, {"e": 1, "f": 2}], "d": "x"}}"#,
    ] { XCTAssertNotEqual(try fingerprint(other), first, other) }
  }

  func testFingerprint_whenKnown_isFNV1aOf128Bits() {
    XCTAssertEqual(Fingerprint([]).value, 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    XCTAssertEqual(Fingerprint(Array("a".utf8)).value, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964)
    XCTAssertEqual(Fingerprint(Array("foobar".utf8)).value, 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18)
  }

  func testSystemSources_whenAsked_areTheSystems() {
    let before = StateSources.system.now()
    let ids = Set((0..<100).map { _ in StateSources.system.makeLoopID() })
    XCTAssertEqual(ids.count, 100)
    XCTAssertGreaterThan(before, Timestamp(trusted: "2025-01-01T00:00:00.000000Z"))
    XCTAssertLessThanOrEqual(before, StateSources.system.now())
  }
}
