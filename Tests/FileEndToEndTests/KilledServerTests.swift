// KilledServerTests: servers on one file that end without a word, at any moment.

import EndToEndSupport
import Foundation
import SharedStateSupport
import TestSupport
import XCTest

final class KilledServerTests: FileTestCase {
  /// RESPEC_TEST_KILL_ROUNDS asks for more.
  private static let rounds = ProcessInfo.processInfo.environment["RESPEC_TEST_KILL_ROUNDS"].flatMap { Int($0) } ?? 10

  /// Of three servers one is killed; in every third round all are, so that nobody is left who had the file open.
  func testKill_whenUnderLoad_keepsEveryAnsweredCallAndNoHalfOfOne() throws {
    var (report, stages) = (LoadReport(), [Stage]())
    var (killedInFlight, longestLog) = (0, 0)
    for round in 1...Self.rounds {
      let seed = UInt64.random(in: 0 ... .max)
      let stage = try Stage(environment(), loops: 3, specs: 2, name: "r\(round)")
      stages.append(stage)
      let load = Load(plans(round, stage), seed: seed)
      while !load.isOver { longestLog = max(longestLog, size(path + "-wal")) }
      var new = load.result()
      killedInFlight += new.operations.count { $0.outcomes.last == .unknown }
      try repeatKeys(of: &new)
      report.add(new)
      assertHistory(report, stages, try FinalState(path: path), note: "round \(round), seed \(seed)")
      try assertWhole()
    }
    print(
      "kill: \(Self.rounds) rounds, \(report.codes["done"] ?? 0) acknowledged, \(killedInFlight) in flight at a kill, "
        + "file \(size(path) >> 20) MB, longest log \(longestLog >> 20) MB")
    XCTAssertGreaterThan(report.codes["done"] ?? 0, 50 * Self.rounds)
    XCTAssertGreaterThan(killedInFlight, Self.rounds)
    XCTAssertLessThan(longestLog, 16 << 20)
  }

  private func plans(_ round: Int, _ stage: Stage) -> [WritingPlan] {
    (1...3).map { number in
      var plan = WritingPlan(name: "r\(round)p\(number)", environment: environment(), stage: stage, writers: 6)
      plan.count = number == 1 ? nil : 12
      if number == 1 || round % 3 == 0 { plan.killAfter = .milliseconds(Int.random(in: 0...150)) }
      return plan
    }
  }

  /// Asks again for everything that has a key: what was done stays as it is, what was not is done now.
  private func repeatKeys(of report: inout LoadReport) throws {
    let process = try launch()
    try report.repeatCalls(on: process) { $0.key != nil && ($0.isAcknowledged || $0.isOpen) }
    try assertEnds(process)
  }

  /// Servers that are all killed leave the log to those who come.
  func testLog_whenNoServerEndsByItself_staysShort() throws {
    var (longest, written) = (0, 0)
    for round in 1...6 {
      let process = try launch()
      for number in 1...30 {
        let spec = Message.spec("p", "phase \(round) \(number)", scopeBytes: 50_000)
        XCTAssertNotNil(try call(process, "create_spec", spec).content)
        written += 50_000
        longest = max(longest, size(path + "-wal"))
      }
      process.kill()
    }
    print("log: \(written >> 20) MB written by killed servers, longest log \(longest >> 20) MB")
    XCTAssertLessThan(longest, 12 << 20)
    try assertWhole()
  }

  /// Whatever stands there when the first server of a file dies, the next one goes on from it.
  func testKill_whenTheFileIsBeingMade_leavesNothingInTheWay() throws {
    for round in 1...20 {
      let environment = environment(["STATE_FILE": tree.path("round \(round)/state.db")])
      let process = try launch(environment: environment)
      try process.send(Message.call(1, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#))
      usleep(UInt32.random(in: 0...8_000))
      process.kill()
      let lines = try process.readToEnd()
      let next = try launch(environment: environment)
      let found = try loops(next)
      XCTAssertGreaterThanOrEqual(found.count, lines.count, "an answered call is not there")
      try assertEnds(next)
      try assertWhole(tree.path("round \(round)/state.db"))
    }
  }
}
