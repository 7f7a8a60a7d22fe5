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
