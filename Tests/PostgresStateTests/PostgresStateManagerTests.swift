// PostgresStateManagerTests: the suite StateContract on a real PostgreSQL, which scripts/test starts.

import Models
import PostgresState
import State
import StateContract
import XCTest

final class PostgresStateManagerTests: XCTestCase {
  /// One pool a test: a manager a case would connect for each of them.
  private func run(_ group: ContractGroup) async throws {
    let database = try TestDatabase()
    await group.run { settings in try await database.manager(settings) }
    await database.stop()
  }

  func testLoops_whenInPostgres_keepTheContract() async throws { try await run(.loops) }
  func testDecisions_whenInPostgres_keepTheContract() async throws { try await run(.decisions) }
  func testGuidance_whenInPostgres_keepsTheContract() async throws { try await run(.guidance) }
  func testHistoryQueue_whenInPostgres_keepsTheContract() async throws { try await run(.historyQueue) }
  func testLoopHistory_whenInPostgres_keepsTheContract() async throws { try await run(.loopHistory) }
  func testLinks_whenInPostgres_keepTheContract() async throws { try await run(.links) }
  func testObjectiveFeedback_whenInPostgres_keepsTheContract() async throws { try await run(.objectiveFeedback) }
  func testSpecs_whenInPostgres_keepTheContract() async throws { try await run(.specs) }
  func testVersions_whenInPostgres_keepTheContract() async throws { try await run(.versions) }
  func testUpdates_whenInPostgres_keepTheContract() async throws { try await run(.updates) }
  func testSearch_whenInPostgres_keepsTheContract() async throws { try await run(.search) }
  func testRoadmaps_whenInPostgres_keepTheContract() async throws { try await run(.roadmaps) }
  func testPlans_whenInPostgres_keepTheContract() async throws { try await run(.plans) }
  func testPictures_whenInPostgres_keepTheContract() async throws { try await run(.pictures) }
  func testIdempotency_whenInPostgres_keepsTheContract() async throws { try await run(.idempotency) }
  func testDeletions_whenInPostgres_keepTheContract() async throws { try await run(.deletions) }
  func testPaging_whenInPostgres_keepsTheContract() async throws { try await run(.paging) }
  func testConcurrency_whenInPostgres_keepsTheContract() async throws { try await run(.concurrency) }
  func testArguments_whenInPostgres_keepTheContract() async throws { try await run(.arguments) }

  func testGroups_whenCounted_haveATestEach() { XCTAssertEqual(ContractGroup.all.count, 19) }
}
