// LostUpdateTests: the history checker on a real database, with writers that do what the server must not.

import SharedStateSupport
import XCTest

final class LostUpdateTests: DatabaseTestCase {
  private struct Writer: CarelessWriter {
    let session: SQLSession
    let loop: String

    func read() throws -> (iteration: Int, feedback: String) {
      (
        try session.number("SELECT iteration FROM loop_states WHERE id = '\(loop)'"),
        try session.value("SELECT feedback_history FROM loop_states WHERE id = '\(loop)'")
      )
    }

    func write(_ tag: String, score: Int, after reading: (iteration: Int, feedback: String)) throws -> Int {
      let entry = #"[{"assessment_summary":"\#(tag)","iteration":\#(reading.iteration),"score":\#(score)}]"#
      _ = try session.run(
        """
        WITH new AS (SELECT '\(reading.feedback)'::jsonb || '\(entry)'::jsonb AS history)
        UPDATE loop_states SET feedback_history = history, iteration = \(reading.iteration + 1), current_score = \(score),
          score_history = ARRAY(SELECT (e -> 'score')::integer FROM jsonb_array_elements(history) e), status = 'refine'
        FROM new WHERE id = '\(loop)'
        """)
      return reading.iteration
    }
  }

  /// Speaks for one of two reviewers.
  private struct Reviewer: CarelessWriter {
    let session: SQLSession
    let loop: String
    let critic: String?

    func read() throws -> (isLast: Bool, feedback: String) {
      (
        try session.number("SELECT cardinality(missing_reviewers) FROM loop_states WHERE id = '\(loop)'") == 1,
        try session.value("SELECT feedback_history FROM loop_states WHERE id = '\(loop)'")
      )
    }

    func write(_ tag: String, score: Int, after reading: (isLast: Bool, feedback: String)) throws -> Int {
      let entry = #"[{"assessment_summary":"\#(tag)","critic_agent":"\#(critic!)","iteration":1,"score":\#(score)}]"#
      let decided = "iteration = 2, score_history = '{15}', current_score = 15, missing_reviewers = reviewers"
      _ = try session.run(
        """
        UPDATE loop_states SET feedback_history = '\(reading.feedback)'::jsonb || '\(entry)'::jsonb,
          \(reading.isLast ? decided : "missing_reviewers = array_remove(reviewers, '\(critic!)')")
        WHERE id = '\(loop)'
        """)
      return 1
    }
  }

  /// The checker's findings on two reviewers.
  private func reviewFaults(isTorn: Bool) throws -> [String] {
    let database = try emptyDatabase()
    let stage = try Stage(environment(database.uri), loops: 1, specs: 1, reviewers: ["a", "b"])
    let writers = try stage.reviewers.map {
      Reviewer(session: try session(database), loop: stage.loops[0], critic: $0)
    }
    var done = try Reviewer.operations(writers[0], writers[1], isTorn: isTorn)
    if !isTorn { done[1].outcomes = [.acknowledged(number: 1, id: "below_threshold")] }
    return HistoryChecker(stage.operations + done, try FinalState(writers[0].session)).faults
      .map { $0.replacing("loop \(stage.loops[0]): ", with: "") }
  }

  func testChecker_whenReviewersTakeTurns_findsNothing() throws {
    XCTAssertEqual(try reviewFaults(isTorn: false), [])
  }

  func testChecker_whenAReviewIsLostInTheDatabase_findsIt() throws {
    XCTAssertEqual(try reviewFaults(isTorn: true), ["one was acknowledged and nothing is there"])
  }

  /// The checker's findings on two writers.
  private func faults(isTorn: Bool) throws -> [String] {
    let database = try emptyDatabase()
    let stage = try Stage(environment(database.uri), loops: 1, specs: 1)
    let writers = try (0..<2).map { _ in Writer(session: try session(database), loop: stage.loops[0]) }
    let done = try Writer.operations(writers[0], writers[1], isTorn: isTorn)
    return HistoryChecker(stage.operations + done, try FinalState(writers[0].session)).faults
  }

  func testChecker_whenWritersTakeTurns_findsNothing() throws {
    XCTAssertEqual(try faults(isTorn: false), [])
  }

  func testChecker_whenAnUpdateIsLostInTheDatabase_findsIt() throws {
    XCTAssertEqual(try faults(isTorn: true), ["one was acknowledged and is not there"])
  }
}
