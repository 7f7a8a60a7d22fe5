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

  func testReviewers_whenInEightProcesses_decideEachIterationOnce() throws {
    let database = try emptyDatabase()
    let environment = environment(database.uri)
    let stage = try Stage(environment, loops: 1, specs: 1, reviewers: ["spec-critic", "plan-critic", "third"])
    let plans = (1...8).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment, stage: stage, writers: 2)
      (plan.isPlain, plan.count) = (true, 20)
      return plan
    }
    let report = Load(plans, seed: 2).result(within: 120)
    XCTAssertEqual(report.codes, ["done": 320])
    try assertHistory(report, stage, try session(database))
  }

  /// The checker's findings on a loop that eight processes work on, and asks a human at each fifth iteration at least.
  private func gateFaults(_ gate: String) throws -> [String] {
    let database = try emptyDatabase()
    let environment = environment(database.uri, ["LOOP_HUMAN_GATE": gate])
    let stage = try Stage(environment, loops: 1, specs: 1)
    let plans = (1...8).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment, stage: stage, writers: 1)
      (plan.isPlain, plan.isGated, plan.count) = (true, true, 30)
      return plan
    }
    let report = Load(plans, seed: 3).result(within: 120)
    XCTAssertEqual(report.codes.values.reduce(0, +), 240, "\(report.codes)")
    let session = try session(database)
    try assertHistory(report, stage, session)
    return try FinalState(session).loops.flatMap { GateChecker($0).faults }
  }

  func testGate_whenInEightProcesses_letsNothingThrough() throws {
    XCTAssertEqual(try gateFaults("enforced"), [])
  }

  func testGate_whenItIsOpen_isFoundToBe() throws {
    let faults = try gateFaults("advisory")
    XCTAssertTrue(faults.contains { $0.contains("feedback 6 was taken while the loop waited") }, "\(faults)")
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
