// ManyProcessesTests: several servers and many writers on the same loop and the same spec.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class ManyProcessesTests: DatabaseTestCase {
  func testWriters_whenInManyProcesses_loseAndDoubleNothing() throws {
    let database = try emptyDatabase()
    let environment = environment(database.uri, ["LOOP_HISTORY_LIMIT": "5"])
    let stage = try Stage(environment, loops: 1, specs: 1)
    let plans = (1...4).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment, stage: stage)
      plan.count = 25
      return plan
    }
    let load = Load(plans, seed: 1)
    let session = try session(database)
    var longest = 0
    while !load.isOver {
      longest = max(longest, try session.number(Self.longestQueue))
    }
    let report = load.result()
    XCTAssertEqual(longest, 5)
    XCTAssertGreaterThan(report.codes["done"] ?? 0, 600, "\(report.codes)")
    try assertHistory(report, stage, session, historyLimit: 5)
  }

  func testKeys_whenUsedInManyProcessesAtOnce_actOnce() throws {
    let database = try emptyDatabase()
    try assertKeysActOnce(try (0..<4).map { _ in try launch(database) })
  }

  func testProjects_whenBegunInEightProcessesUnderAlikeNames_haveOneName() throws {
    let database = try emptyDatabase()
    try assertOneNameWins(try (0..<8).map { _ in try launch(database) })
  }

  private static let longestQueue = """
    SELECT coalesce(max(count), 0) FROM (SELECT count(*) FROM loop_history GROUP BY project_name) q
    """
}
