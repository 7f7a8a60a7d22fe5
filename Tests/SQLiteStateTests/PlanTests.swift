// PlanTests: no statement reads more rows than it shows, whatever the file holds.
//
// SQLite plans by the statement and the indexes alone where nobody has run ANALYZE, and the server never does: an empty
// file has the plans of one with a million loops.

import Models
import SQLite
import XCTest

@testable import SQLiteState

final class PlanTests: OperationsTestCase {
  /// Every statement that tools run, and the bounded work that its plan may show beside look-ups.
  private static let statements: [(name: String, statement: SQLiteStatement, allowed: [String])] =
    [
      ("get loop", LoopSQL.get, []),
      ("loop record", LoopSQL.record, []),
      ("list", LoopSQL.list, []),
      ("list by status", LoopSQL.listByStatus, []),
      ("insert loop", LoopSQL.insert.statement, []),
      ("link", LoopSQL.link.statement, []),
      ("enter history", LoopSQL.enterHistory.statement, []),
      // One row.
      ("next number", LoopSQL.nextNumber, ["SCAN loop_history_counter"]),
      // As many rows as the history's limit, and the one that is too many.
      ("trim history", LoopSQL.trimHistory, ["USE TEMP B-TREE FOR ORDER BY"]),
      ("store feedback", LoopSQL.storeFeedback.statement, []),
      ("append feedback", LoopSQL.appendFeedback, []),
      ("store guidance", LoopSQL.storeGuidance.statement, []),
      ("append guidance", LoopSQL.appendGuidance.statement, []),
      ("store objective feedback", LoopSQL.storeObjectiveFeedback.statement, []),
      ("objective feedback", LoopSQL.objectiveFeedback, []),
      ("unlink", LoopSQL.unlink, []),
      ("touch", LoopSQL.touch.statement, []),
      ("delete loop", LoopSQL.delete, []),
      ("ids", LoopSQL.ids, []),
      ("link of a loop", LoopSQL.linkOf, []),
      ("all guidance", LoopSQL.allGuidance, []),
      ("place of a loop", LoopSQL.placeOf, []),
      ("delete all loops", LoopSQL.deleteAll, []),
      ("queue", HistorySQL.queue, []),
      ("feedback count", HistorySQL.feedbackCount, []),
      ("feedback", HistorySQL.feedback, []),
      ("all feedback", HistorySQL.allFeedback, []),
      ("guidance", HistorySQL.guidance, []),
      ("get spec", SpecSQL.get, []),
      ("spec id", SpecSQL.id, []),
      ("get version", SpecSQL.getVersion, []),
      ("list specs", SpecSQL.list, []),
      ("list specs by status", SpecSQL.listByStatus, []),
      ("spec names", SpecSQL.names, []),
      ("current version", SpecSQL.currentVersion, []),
      ("versions", SpecSQL.versions, []),
      ("insert spec", SpecSQL.insert.statement, []),
      ("keep version", SpecSQL.keepVersion, []),
      ("update spec", SpecSQL.update.statement, []),
      ("delete spec", SpecSQL.delete, []),
      ("version numbers", SpecSQL.versionNumbers, []),
      ("insert version", SpecSQL.insertVersion.statement, []),
      ("delete all specs", SpecSQL.deleteAll, []),
      ("plans", ProjectSQL.planList, []),
      ("plans by status", ProjectSQL.planListByStatus, []),
      ("plan status", ProjectSQL.planStatus, []),
      ("roadmap status", ProjectSQL.roadmapStatus, []),
      ("spec counts", ProjectSQL.specCounts, []),
      ("latest specs", ProjectSQL.latestSpecs, []),
      ("active loop count", ProjectSQL.activeLoopCount, []),
      ("active loops", ProjectSQL.activeLoops, []),
      ("exists", ProjectSQL.exists, ["SCAN CONSTANT ROW"]),
      ("time of a project", ProjectRecordSQL.changedAt, []),
      ("owner of a folded name", ProjectRecordSQL.owner, []),
      ("unfolded names", ProjectRecordSQL.unfolded, ["SCAN projects USING INDEX idx_projects_unfolded"]),
      ("fold", ProjectRecordSQL.fold, []),
      ("put project", ProjectRecordSQL.put.statement, []),
      ("touch project", ProjectRecordSQL.touch, []),
      ("counts of a project", ProjectRecordSQL.counts, ["SCAN CONSTANT ROW"]),
      ("specs to search", SearchSQL.inProject.specs, []),
      ("all specs to search", SearchSQL.everywhere.specs, []),
      ("loops to search", SearchSQL.inProject.loops, []),
      ("all loops to search", SearchSQL.everywhere.loops, []),
      ("roadmaps to search", SearchSQL.inProject.roadmaps, []),
      ("all roadmaps to search", SearchSQL.everywhere.roadmaps, []),
      ("plans to search", SearchSQL.inProject.plans, []),
      ("all plans to search", SearchSQL.everywhere.plans, []),
      ("feedback to search", SearchSQL.feedback, []),
      ("guidance to search", SearchSQL.guidance, []),
      // A row a project.
      ("project names", ProjectRecordSQL.names, ["SCAN projects"]),
      ("latest changes", ProjectRecordSQL.changes, ["SCAN p"]),
      ("roadmap names", ProjectSQL.roadmaps.names, ["SCAN roadmaps USING COVERING INDEX"]),
      ("plan names", ProjectSQL.plans.names, ["SCAN project_plans USING COVERING INDEX"]),
      ("names with specs", ProjectSQL.namesWithSpecs, ["SCAN s"]),
      (
        "names", ProjectSQL.names,
        [
          "SCAN s", "SCAN l", "SCAN project_plans USING COVERING", "SCAN roadmaps USING COVERING", "SCAN projects",
          "TEMP B-TREE",
        ]
      ),
    ] + documents(ProjectSQL.roadmaps) + documents(ProjectSQL.plans)

  private static func documents<Kind>(
    _ table: DocumentTable<Kind>
  ) -> [(name: String, statement: SQLiteStatement, allowed: [String])] {
    [
      ("get", table.get, []), ("get version", table.getVersion, []), ("insert", table.insert.statement, []),
      ("keep version", table.keepVersion, []), ("update", table.update.statement, []), ("delete", table.delete, []),
      ("version numbers", table.versionNumbers, []), ("insert version", table.insertVersion.statement, []),
    ].map { name, statement, allowed in ("\(name) of a \(Kind.noun)", statement, allowed) }
  }

  func testPlans_whenLookedAt_readByIndexes() async throws {
    _ = try await manager().projects(matching: nil, after: nil, limit: 1)
    let connection = try connection()
    for (name, statement, allowed) in Self.statements {
      for step in try plan(of: statement.sql, on: connection) {
        let isLarge = step.hasPrefix("SCAN") || step.contains("TEMP B-TREE") || step.contains("AUTOMATIC")
        if isLarge && !allowed.contains(where: step.contains) { XCTFail("\(name): \(step)\n\(statement.sql)") }
      }
    }
  }

  /// What refers to a row is looked for when that is deleted.
  func testReferences_whenFollowed_haveIndexes() async throws {
    _ = try await manager().projects(matching: nil, after: nil, limit: 1)
    let connection = try connection()
    let references = try connection.all(
      SQLiteStatement(
        """
        SELECT t.name, group_concat(f."from" || ' = 1', ' AND ') FROM pragma_table_list t, pragma_foreign_key_list(t.name) f
        WHERE t.schema = 'main' GROUP BY t.name, f.id
        """)()
    ) { row in (table: try row.text(), condition: try row.text()) }
    XCTAssertEqual(references.count, 9)
    for (table, condition) in references {
      let steps = try plan(of: "SELECT 1 FROM \(table) WHERE \(condition)", on: connection)
      XCTAssert(steps.allSatisfy { $0.hasPrefix("SEARCH") }, "\(table), \(condition): \(steps)")
    }
  }

  private func plan(of sql: String, on connection: SQLiteConnection) throws -> [String] {
    let places = Set(sql.matches(of: /\?\d+/).map(\.output)).count
    let command = SQLiteCommand(
      SQLiteStatement("EXPLAIN QUERY PLAN " + sql), Array(repeating: .null, count: places))
    return try connection.all(command) { row in
      row.skip(3)
      return try row.text()
    }
  }
}
