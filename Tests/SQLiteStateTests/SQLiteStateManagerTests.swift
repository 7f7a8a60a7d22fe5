// SQLiteStateManagerTests: the contract on a state file.

import State
import StateContract
import XCTest

final class SQLiteStateManagerTests: OperationsTestCase {
  private func run(_ group: ContractGroup) async { await group.run(makeManager: managers) }

  func testLoops_whenInAFile_keepTheContract() async { await run(.loops) }
  func testDecisions_whenInAFile_keepTheContract() async { await run(.decisions) }
  func testGuidance_whenInAFile_keepsTheContract() async { await run(.guidance) }
  func testBlockers_whenInAFile_keepsTheContract() async { await run(.blockers) }
  func testHumanGate_whenInAFile_keepsTheContract() async { await run(.humanGate) }
  func testReviewers_whenInAFile_keepTheContract() async { await run(.reviewers) }
  func testHistoryQueue_whenInAFile_keepsTheContract() async { await run(.historyQueue) }
  func testLoopHistory_whenInAFile_keepsTheContract() async { await run(.loopHistory) }
  func testLinks_whenInAFile_keepTheContract() async { await run(.links) }
  func testObjectiveFeedback_whenInAFile_keepsTheContract() async { await run(.objectiveFeedback) }
  func testSpecs_whenInAFile_keepTheContract() async { await run(.specs) }
  func testVersions_whenInAFile_keepTheContract() async { await run(.versions) }
  func testUpdates_whenInAFile_keepTheContract() async { await run(.updates) }
  func testSearch_whenInAFile_keepsTheContract() async { await run(.search) }
  func testRoadmaps_whenInAFile_keepTheContract() async { await run(.roadmaps) }
  func testPlans_whenInAFile_keepTheContract() async { await run(.plans) }
  func testDocuments_whenInAFile_keepTheContract() async { await run(.documents) }
  func testProjects_whenInAFile_keepTheContract() async { await run(.projects) }
  func testTextSearch_whenInAFile_keepTheContract() async { await run(.textSearch) }
  func testPictures_whenInAFile_keepTheContract() async { await run(.pictures) }
  func testIdempotency_whenInAFile_keepsTheContract() async { await run(.idempotency) }
  func testDeletions_whenInAFile_keepTheContract() async { await run(.deletions) }
  func testPaging_whenInAFile_keepsTheContract() async { await run(.paging) }
  func testConcurrency_whenInAFile_keepsTheContract() async { await run(.concurrency) }
  func testChanges_whenInAFile_keepTheContract() async { await run(.changes) }
  func testArguments_whenInAFile_keepTheContract() async { await run(.arguments) }

  func testGroups_whenCounted_haveATestEach() { XCTAssertEqual(ContractGroup.all.count, 26) }
}
