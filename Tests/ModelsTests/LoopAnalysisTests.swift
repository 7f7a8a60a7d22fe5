// LoopAnalysisTests: the trend of scores and the recurring issues.

import JSON
import Models
import XCTest

final class LoopAnalysisTests: XCTestCase {
  private func analysis(_ scores: [Int], issues: [[String]] = []) -> LoopAnalysis {
    var loop = Loop(
      id: LoopID(trusted: "0123abef"), projectName: Name(trusted: "p"), loopType: .plan, specName: nil,
      createdAt: Timestamp(microseconds: 0))
    loop.scoreHistory = scores.map { Score(trusted: $0) }
    loop.currentScore = loop.scoreHistory.last ?? 0
    if !scores.isEmpty { loop.status = .refine }
    let feedback = issues.enumerated().map { index, issues in
      CriticFeedback(
        CriticAssessment(
          criticAgent: .planCritic, score: 50, assessmentSummary: Text(trusted: "s"),
          keyIssues: TextList(issues.map { Text(trusted: $0) })),
        loopID: loop.id, iteration: index + 1, specVersion: nil, timestamp: loop.createdAt)
    }
    return LoopAnalysis(loop: loop, feedback: feedback, policy: .standard(for: .plan))
  }

  func testTrend_whenScoresRiseFallOrStay_saysSo() {
    XCTAssertEqual(analysis([]).trend, .insufficientData)
    XCTAssertEqual(analysis([50]).trend, .insufficientData)
    XCTAssertEqual(analysis([50, 51]).trend, .improving)
    XCTAssertEqual(analysis([50, 49]).trend, .declining)
    XCTAssertEqual(analysis([50, 50]).trend, .stable)
    XCTAssertEqual(analysis([50, 51, 51]).trend, .stable)
    XCTAssertEqual(analysis([50, 51, 52]).trend, .improving)
    XCTAssertEqual(analysis([10, 90, 89, 88]).trend, .declining)
  }

  func testImprovements_whenScored_areAveraged() {
    XCTAssertNil(analysis([50]).averageImprovement)
    XCTAssertNil(analysis([50]).lastImprovement)
    XCTAssertEqual(analysis([50, 60, 61, 62]).averageImprovement, 4)
    XCTAssertEqual(analysis([50, 50, 50, 51]).averageImprovement, 0.33)
    XCTAssertEqual(analysis([51, 50, 50, 50]).averageImprovement, -0.33)
    XCTAssertEqual(analysis([50, 60, 55]).lastImprovement, -5)
  }

  func testAverage_whenItRoundsToNothing_isZeroWithoutASign() throws {
    let scores = [51] + Array(repeating: 50, count: 500)
    let average = try XCTUnwrap(analysis(scores).averageImprovement)
    XCTAssertEqual(average.sign, .plus)
    XCTAssertEqual(average, 0)
  }

  func testRecurringIssues_whenNamedAgain_areSortedByCount() {
    let analysis = analysis(
      [50, 50, 50],
      issues: [
        ["No tests", "Scope unclear", "Only once"], ["no  TESTS", "no tests", "scope unclear"], ["No Tests\n", "Ω"],
      ])
    XCTAssertEqual(analysis.recurringIssues.map(\.value), ["No Tests\n", "scope unclear"])
    XCTAssertEqual(analysis.feedbackCount, 3)
  }

  func testRecurringIssues_whenMoreThanTen_areTheTenFirst() {
    let issues = (1...12).map { "issue \($0)" }
    XCTAssertEqual(
      analysis([50, 50], issues: [issues, issues.reversed()]).recurringIssues.map(\.value), Array(issues.prefix(10)))
  }

  func testSummary_whenScored_saysWhereTheLoopStands() {
    XCTAssertEqual(analysis([]).summary, "No feedback yet: iteration 1 is to be scored.")
    XCTAssertEqual(
      analysis([50]).summary, "Score 50 of 90 needed after 1 feedback, one score so far; status refine.")
    XCTAssertEqual(
      analysis([50, 60], issues: [["a"], ["a"]]).summary,
      "Score 60 of 90 needed after 2 feedbacks, improving; status refine. 1 issue came up more than once.")
  }
}
