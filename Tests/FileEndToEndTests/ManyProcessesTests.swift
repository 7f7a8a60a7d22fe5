// ManyProcessesTests: several servers and many writers on the same file.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class ManyProcessesTests: FileTestCase {
  /// The goal is half a second on two quiet cores; what is asserted holds on busy ones.
  func testFeedback_whenFromEightProcessesOnOneLoop_isAllKeptInOrder() throws {
    let stage = try Stage(environment(), loops: 1, specs: 1)
    let plans = (1...8).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment(), stage: stage, writers: 1)
      (plan.isPlain, plan.count) = (true, 120)
      return plan
    }
    let start = ContinuousClock.now
    let report = Load(plans, seed: 1).result(within: 120)
    let time = ContinuousClock.now - start
    let state = try FinalState(path: path)
    assertHistory(report, [stage], state)
    XCTAssertEqual(state.loops.first?.feedback.map(\.iteration), Array(1...960))
    XCTAssertEqual(report.codes, ["done": 960])
    let (half, most) = (report.duration(of: 0.5), report.duration(of: 0.99))
    print("8 processes: 960 feedbacks in \(time), p50 \(half), p99 \(most), longest \(report.longestCall)")
    XCTAssertLessThan(most, .seconds(5))
  }

  func testWriters_whenInManyProcesses_loseAndDoubleNothing() throws {
    let environment = environment(["LOOP_HISTORY_LIMIT": "5"])
    let stage = try Stage(environment, loops: 1, specs: 1)
    let plans = (1...4).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment, stage: stage)
      plan.count = 25
      return plan
    }
    let report = Load(plans, seed: 1).result()
    XCTAssertGreaterThan(report.codes["done"] ?? 0, 600, "\(report.codes)")
    assertHistory(report, [stage], try FinalState(path: path), historyLimit: 5)
    try assertWhole()
  }

  func testReviewers_whenInEightProcesses_decideEachIterationOnce() throws {
    let stage = try Stage(environment(), loops: 1, specs: 1, reviewers: ["spec-critic", "plan-critic", "third"])
    let plans = (1...8).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment(), stage: stage, writers: 2)
      (plan.isPlain, plan.count) = (true, 20)
      return plan
    }
    let report = Load(plans, seed: 2).result(within: 120)
    XCTAssertEqual(report.codes, ["done": 320])
    assertHistory(report, [stage], try FinalState(path: path))
  }

  /// The checker's findings on a loop that eight processes work on, and asks a human at each fifth iteration at least.
  private func gateFaults(_ gate: String) throws -> [String] {
    let environment = environment(["LOOP_HUMAN_GATE": gate])
    let stage = try Stage(environment, loops: 1, specs: 1)
    let plans = (1...8).map {
      var plan = WritingPlan(name: "p\($0)", environment: environment, stage: stage, writers: 1)
      (plan.isPlain, plan.isGated, plan.count) = (true, true, 30)
      return plan
    }
    let report = Load(plans, seed: 3).result(within: 120)
    XCTAssertEqual(report.codes.values.reduce(0, +), 240, "\(report.codes)")
    let state = try FinalState(path: path)
    assertHistory(report, [stage], state)
    return state.loops.flatMap { GateChecker($0).faults }
  }

  func testGate_whenInEightProcesses_letsNothingThrough() throws {
    XCTAssertEqual(try gateFaults("enforced"), [])
  }

  func testGate_whenItIsOpen_isFoundToBe() throws {
    let faults = try gateFaults("advisory")
    XCTAssertTrue(faults.contains { $0.contains("feedback 6 was taken while the loop waited") }, "\(faults)")
  }

  func testKeys_whenUsedInManyProcessesAtOnce_actOnce() throws {
    try assertKeysActOnce(try (0..<4).map { _ in try launch() })
  }

  func testProjects_whenBegunInEightProcessesUnderAlikeNames_haveOneName() throws {
    try assertOneNameWins(try (0..<8).map { _ in try launch() })
  }

  /// Each write is there for the other server's next call.
  func testWrites_whenOfAnotherServer_areSeenAtOnce() throws {
    let (one, other) = (try launch(), try launch())
    let loop = try createLoop(one)
    for iteration in 1...50 {
      let (writer, reader) = iteration % 2 == 0 ? (one, other) : (other, one)
      let feedback = #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"s"}"#
      XCTAssertNotNil(try call(writer, "record_feedback", feedback).content)
      let read = try call(reader, "get_loop", #"{"loop_id":"\#(loop)"}"#)
      XCTAssertEqual(read.content?["iteration"]?.intValue, iteration + 1, read.line)
    }
  }
}
