// LostUpdateTests: the history checker on a real database, with writers that do what the server must not.

import JSON
import XCTest

final class LostUpdateTests: DatabaseTestCase {
  /// A writer that reads a loop, decides in its own process and writes the whole of it back without a lock.
  private struct CarelessWriter {
    let session: SQLSession
    let loop: String
    private(set) var operations: [Operation] = []
    private var read: (iteration: Int, feedback: String) = (0, "")

    init(_ session: SQLSession, _ loop: String) { (self.session, self.loop) = (session, loop) }

    mutating func readLoop() throws {
      read = (
        try session.number("SELECT iteration FROM loop_states WHERE id = '\(loop)'"),
        try session.value("SELECT feedback_history FROM loop_states WHERE id = '\(loop)'")
      )
    }

    mutating func writeLoop(_ tag: String, score: Int) throws {
      let entry = #"[{"assessment_summary":"\#(tag)","iteration":\#(read.iteration),"score":\#(score)}]"#
      _ = try session.run(
        """
        WITH new AS (SELECT '\(read.feedback)'::jsonb || '\(entry)'::jsonb AS history)
        UPDATE loop_states SET feedback_history = history, iteration = \(read.iteration + 1), current_score = \(score),
          score_history = ARRAY(SELECT (e -> 'score')::integer FROM jsonb_array_elements(history) e), status = 'refine'
        FROM new WHERE id = '\(loop)'
        """)
      operations.append(
        Operation(
          target: .feedback(loop: loop, score: score), tag: tag, key: nil,
          outcomes: [.acknowledged(number: read.iteration, id: "")]))
    }
  }

  /// The checker's findings on two writers; `isTorn` lets the second read before the first has written.
  private func faults(isTorn: Bool) throws -> [String] {
    let database = try emptyDatabase()
    let stage = try Stage(environment(database.uri), loops: 1, specs: 1)
    var one = CarelessWriter(try session(database), stage.loops[0])
    var other = CarelessWriter(try session(database), stage.loops[0])
    try one.readLoop()
    if isTorn { try other.readLoop() }
    try one.writeLoop("one", score: 10)
    if !isTorn { try other.readLoop() }
    try other.writeLoop("other", score: 20)
    let state = try FinalState(one.session)
    return HistoryChecker(stage.operations + one.operations + other.operations, state).faults
  }

  func testChecker_whenWritersTakeTurns_findsNothing() throws {
    XCTAssertEqual(try faults(isTorn: false), [])
  }

  func testChecker_whenAnUpdateIsLostInTheDatabase_findsIt() throws {
    XCTAssertEqual(try faults(isTorn: true), ["one was acknowledged and is not there"])
  }
}
