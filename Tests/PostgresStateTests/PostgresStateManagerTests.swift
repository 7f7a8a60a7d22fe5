// PostgresStateManagerTests: the suite StateContract on a real PostgreSQL, which scripts/test starts.

import Models
import Postgres
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
  func testBlockers_whenInPostgres_keepsTheContract() async throws { try await run(.blockers) }
  func testHumanGate_whenInPostgres_keepsTheContract() async throws { try await run(.humanGate) }
  func testReviewers_whenInPostgres_keepTheContract() async throws { try await run(.reviewers) }
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
  func testDocuments_whenInPostgres_keepTheContract() async throws { try await run(.documents) }
  func testProjects_whenInPostgres_keepTheContract() async throws { try await run(.projects) }
  func testTextSearch_whenInPostgres_keepTheContract() async throws { try await run(.textSearch) }
  func testPictures_whenInPostgres_keepTheContract() async throws { try await run(.pictures) }
  func testIdempotency_whenInPostgres_keepsTheContract() async throws { try await run(.idempotency) }
  func testDeletions_whenInPostgres_keepTheContract() async throws { try await run(.deletions) }
  func testPaging_whenInPostgres_keepsTheContract() async throws { try await run(.paging) }
  func testConcurrency_whenInPostgres_keepsTheContract() async throws { try await run(.concurrency) }
  func testChanges_whenInPostgres_keepTheContract() async throws { try await run(.changes) }
  func testArguments_whenInPostgres_keepTheContract() async throws { try await run(.arguments) }

  func testCalls_whenKeptByAnEarlierVersion_getTheirResultsInShort() async throws {
    let database = try TestDatabase()
    let manager = try await database.manager(ManagerSettings())
    _ = try await manager.projects(matching: nil, after: nil, limit: 1)  // Once the schema is there.
    try await database.withConnection { connection in
      for (tool, json) in EarlierResults.all {
        let call = EarlierResults.call(tool)
        try connection.execute(
          Self.keep(.text(tool), .text(call.key.value), .text(call.fingerprint.hex), .text(json)))
      }
    }
    try await EarlierResults.check(manager)
    await database.stop()
  }

  private static let keep = PostgresStatement(
    """
    INSERT INTO idempotency_keys (tool, key, fingerprint, result, created_at)
    VALUES ($1, $2, $3, $4, now() AT TIME ZONE 'UTC')
    ON CONFLICT (tool, key) DO UPDATE SET result = EXCLUDED.result, created_at = EXCLUDED.created_at
    """)

  func testGroups_whenCounted_haveATestEach() { XCTAssertEqual(ContractGroup.all.count, 26) }
}
