// LoopPolicyTests: the rules of docs/contract.md, "Decisions", their order and their limits.

import Models
import XCTest

final class LoopPolicyTests: XCTestCase {
  private let policy = LoopPolicy(threshold: 90, improvementThreshold: 5, checkpointFrequency: 5)

  /// The decision on the last of `scores`, each of which had an iteration of its own unless one is given.
  private func decide(_ scores: [Int], iteration: Int? = nil, guided: Int = 0, blockerRun: Int = 0) -> Decision {
    policy.decision(
      scores: scores.map { Score(trusted: $0) }, iteration: iteration ?? scores.count,
      basis: DecisionBasis(guidedScores: guided, blockerRun: blockerRun))
  }

  private func assertDecision(
    _ decision: Decision, _ status: LoopStatus, _ reason: Decision.Reason, improvement: Int?,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertEqual(
      decision, Decision(status: status, reason: reason, threshold: 90, improvement: improvement), file: file,
      line: line)
  }

  func testDecision_whenTheThresholdIsReached_isCompleted() {
    assertDecision(decide([90]), .completed, .thresholdReached, improvement: nil)
    assertDecision(decide([100]), .completed, .thresholdReached, improvement: nil)
    assertDecision(decide([89]), .refine, .belowThreshold, improvement: nil)
    // Before a checkpoint and before stagnation.
    assertDecision(decide([88, 89, 90, 90, 91]), .completed, .thresholdReached, improvement: 1)
    assertDecision(decide([88, 89, 90]), .completed, .thresholdReached, improvement: 1)
  }

  func testDecision_whenACheckpointIsDue_asksTheHuman() {
    assertDecision(decide([10, 20, 30, 40, 50]), .userInput, .checkpoint, improvement: 10)
    assertDecision(decide([50], iteration: 1_000), .userInput, .checkpoint, improvement: nil)
    assertDecision(decide([10, 20, 30, 40, 50, 60], iteration: 6), .refine, .belowThreshold, improvement: 10)
    // Before stagnation.
    assertDecision(decide([50, 50, 50, 50, 50]), .userInput, .checkpoint, improvement: 0)
  }

  func testDecision_whenEveryIterationIsACheckpoint_asksAtTheFirst() {
    let strict = LoopPolicy(threshold: 90, improvementThreshold: 5, checkpointFrequency: 1)
    assertDecision(
      strict.decision(scores: [10], iteration: 1, basis: DecisionBasis()), .userInput, .checkpoint, improvement: nil)
  }

  func testDecision_whenTwoImprovementsAreBelowTheLimit_isStagnation() {
    assertDecision(decide([50, 54, 58]), .userInput, .stagnation, improvement: 4)
    assertDecision(decide([50, 50, 50]), .userInput, .stagnation, improvement: 0)
    assertDecision(decide([50, 40, 30]), .userInput, .stagnation, improvement: -10)
    assertDecision(decide([10, 50, 54, 58]), .userInput, .stagnation, improvement: 4)
  }

  func testDecision_whenOneImprovementReachesTheLimit_isRefine() {
    assertDecision(decide([50, 55, 59]), .refine, .belowThreshold, improvement: 4)
    assertDecision(decide([50, 54, 59]), .refine, .belowThreshold, improvement: 5)
    assertDecision(decide([50, 40, 80]), .refine, .belowThreshold, improvement: 40)
  }

  func testDecision_whenFewerThanThreeScores_isNeverStagnation() {
    assertDecision(decide([50]), .refine, .belowThreshold, improvement: nil)
    assertDecision(decide([50, 50]), .refine, .belowThreshold, improvement: 0)
    assertDecision(decide([50, 20]), .refine, .belowThreshold, improvement: -30)
  }

  func testDecision_whenAHumanHasGuided_countsOnlyScoresAfterwards() {
    assertDecision(decide([50, 50, 50], guided: 1), .refine, .belowThreshold, improvement: 0)
    assertDecision(decide([50, 50, 50, 50], guided: 2), .refine, .belowThreshold, improvement: 0)
    assertDecision(decide([50, 50, 50, 50], guided: 1), .userInput, .stagnation, improvement: 0)
    assertDecision(decide([50, 50, 50], guided: 3), .refine, .belowThreshold, improvement: 0)
    // The improvement itself is told across the guidance.
    assertDecision(decide([50, 60], guided: 1), .refine, .belowThreshold, improvement: 10)
  }

  func testDecision_whenThereAreBlockers_isNeverCompleted() {
    assertDecision(decide([90], blockerRun: 1), .refine, .blocked, improvement: nil)
    assertDecision(decide([89], blockerRun: 2), .refine, .belowThreshold, improvement: nil)
    assertDecision(decide([10, 100], blockerRun: 3), .userInput, .stagnation, improvement: 90)
    assertDecision(decide([95, 96, 97], blockerRun: 1), .userInput, .stagnation, improvement: 1)
    assertDecision(decide([10, 20, 30, 40, 95], blockerRun: 1), .userInput, .checkpoint, improvement: 55)
  }

  func testPolicies_whenNothingIsSet_areTheContracts() {
    let table: [(LoopType, Int, Int, Int)] = [
      (.plan, 90, 5, 5), (.roadmap, 90, 10, 5), (.spec, 90, 5, 5), (.buildPlan, 90, 5, 5), (.buildCode, 95, 5, 5),
      (.analyst, 90, 10, 3),
    ]
    XCTAssertEqual(table.map(\.0), LoopType.allCases)
    for (type, threshold, improvement, checkpoint) in table {
      XCTAssertEqual(
        LoopPolicies()[type],
        LoopPolicy(threshold: threshold, improvementThreshold: improvement, checkpointFrequency: checkpoint))
    }
  }

  func testPolicies_whenOneIsSet_keepTheOthers() {
    var policies = LoopPolicies()
    policies[.plan] = LoopPolicy(threshold: 1, improvementThreshold: 2, checkpointFrequency: 3)
    XCTAssertEqual(policies[.plan].threshold, 1)
    XCTAssertEqual(policies[.spec], .standard(for: .spec))
  }
}
