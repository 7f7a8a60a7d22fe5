// KilledServerTests: servers that end without a word.

import SharedStateSupport
import XCTest

final class KilledServerTests: DatabaseTestCase {
  func testKill_whenUnderLoad_keepsEveryAnsweredCallAndNoHalfOfOne() throws {
    let database = try emptyDatabase()
    let environment = environment(database.uri)
    let session = try session(database)
    var answered = 0
    for round in 1...12 {
      let seed = UInt64.random(in: 0 ... .max)
      let stage = try Stage(environment, loops: 4, specs: 2, name: "r\(round)")
      let plans = (1...2).map {
        var plan = WritingPlan(name: "r\(round)p\($0)", environment: environment, stage: stage, writers: 6)
        plan.killAfter = .milliseconds(Int.random(in: 0...150))
        return plan
      }
      let report = Load(plans, seed: seed).result()
      XCTAssertTrue(report.operations.contains { $0.isOpen || $0.outcomes.last == .unknown }, "nothing was in flight")
      answered += report.codes["done"] ?? 0
      try assertRound(report, stage, session, seed: seed)
    }
    XCTAssertGreaterThan(answered, 100)
  }

  /// Checks this round's rows and removes them.
  private func assertRound(_ report: LoadReport, _ stage: Stage, _ session: SQLSession, seed: UInt64) throws {
    try assertHistory(report, stage, session, note: "seed \(seed)")
    _ = try session.run("TRUNCATE loop_states, technical_specs, idempotency_keys CASCADE")
  }
}
