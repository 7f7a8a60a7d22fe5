// PlanTests: no statement of the hot paths reads a table from end to end, whatever plan the server keeps for it.
//
// RESPEC_PLANS_DATABASE_URL names a database that has been filled already, such as one with a million loops;
// RESPEC_SHOW_PLANS=1 prints every plan, with the times of a run that is rolled back.

import Postgres
import XCTest

@testable import Models
@testable import PostgresState

final class PlanTests: XCTestCase {
  /// Those that grow with use. Of plans and roadmaps there is one a project.
  private static let largeTables = [
    "loop_states", "loop_history", "loop_to_spec_mappings", "human_guidance", "objective_feedback", "technical_specs",
    "technical_spec_versions", "idempotency_keys", "changes",
  ]

  private static let generic = "force_generic_plan"

  func testPlans_whenGeneric_useIndexes() async throws { try await check(mode: Self.generic) }
  func testPlans_whenCustom_useIndexes() async throws { try await check(mode: "force_custom_plan") }

  private func check(mode: String) async throws {
    let database = try await FilledDatabase.shared()
    for planned in try PlannedStatement.all(on: database.samples) {
      // The server never keeps a plan for these.
      if planned.command.statement.isPlannedAnew && mode == Self.generic { continue }
      let plan = try await database.plan(of: planned.command, mode: mode)
      if FilledDatabase.showsPlans { print("\n\(planned.name) (\(mode))\n\(plan)") }
      for table in Self.largeTables {
        XCTAssertFalse(
          plan.contains("Seq Scan on \(table) ") || plan.hasSuffix("Seq Scan on \(table)"),
          "\(planned.name), \(mode): reads all of \(table)\n\(plan)")
      }
      for index in planned.indexes {
        XCTAssert(plan.contains(index), "\(planned.name), \(mode): without \(index)\n\(plan)")
      }
    }
  }
}
