// LostUpdateTests: the history checker on a state file, with writers that do what the server must not.

import SharedStateSupport
import XCTest

final class LostUpdateTests: FileTestCase {
  private struct Writer: CarelessWriter {
    let file: StateFileQueries
    let loop: String

    func read() throws -> Int {
      let rows = try file.run("SELECT iteration FROM loop_states WHERE id = '\(loop)'")
      return try XCTUnwrap(Int(rows[0][0]))
    }

    func write(_ tag: String, score: Int, after iteration: Int) throws -> Int {
      let entry = #"{"assessment_summary":"\#(tag)","iteration":\#(iteration),"score":\#(score)}"#
      try file.write(
        "BEGIN IMMEDIATE", "INSERT OR REPLACE INTO loop_feedback VALUES ('\(loop)', \(iteration), '\(entry)')",
        """
        UPDATE loop_states SET iteration = \(iteration + 1), current_score = \(score), status = 'refine', \
        score_history = (SELECT json_group_array(json_extract(feedback, '$.score')) FROM loop_feedback \
        WHERE loop_id = '\(loop)') WHERE id = '\(loop)'
        """, "COMMIT")
      return iteration
    }
  }

  /// The checker's findings on two writers.
  private func faults(isTorn: Bool) throws -> [String] {
    let stage = try Stage(environment(), loops: 1, specs: 1)
    let writer = Writer(file: StateFileQueries(path), loop: stage.loops[0])
    let done = try Writer.operations(writer, writer, isTorn: isTorn)
    return HistoryChecker(stage.operations + done, try FinalState(path: path)).faults
  }

  func testChecker_whenWritersTakeTurns_findsNothing() throws {
    XCTAssertEqual(try faults(isTorn: false), [])
  }

  func testChecker_whenAnUpdateIsLostInTheFile_findsIt() throws {
    XCTAssertEqual(try faults(isTorn: true), ["one was acknowledged and is not there"])
  }
}
