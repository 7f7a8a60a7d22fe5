// LoopMigrationTests: loops with feedback and guidance of an earlier schema, as a server of this version finds them.

import EndToEndSupport
import JSON
import SharedStateSupport
import XCTest

final class LoopMigrationTests: DatabaseTestCase {
  /// A database at an earlier schema.
  private func database(at version: Int, _ rows: String) throws -> DatabaseAddress {
    let database = try emptyDatabase()
    try MigrationFiles.apply(
      Array(MigrationFiles.all.prefix(version)), to: database,
      ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", database.user, "-d", database.database])
    _ = try session(database).run(rows)
    return database
  }

  private static func feedback(_ iteration: Int) -> String {
    #"{"loop_id":"00000001","critic_agent":"spec-critic","iteration":\#(iteration),"score":50,"#
      + #""assessment_summary":"s","detailed_feedback":null,"key_issues":["a"],"recommendations":[],"#
      + #""timestamp":"2026-01-01T00:00:00.000000Z"}"#
  }

  func testLoops_whenStoredBefore_askAndGoOnByTheRulesOfToday() throws {
    let history = (1...3).map(Self.feedback).joined(separator: ",")
    let database = try database(
      at: 5,
      """
      INSERT INTO loop_states (id, project_name, loop_type, status, current_score, score_history, iteration,
        feedback_history, decision_reason, guided_scores, guidance_count) VALUES
        ('00000001', 'p', 'spec', 'user_input', 50, '{50,50,50}', 4, '[\(history)]', 'stagnation', 0, 0),
        ('00000002', 'p', 'spec', 'completed', 95, '{95}', 1, '[]', 'threshold_reached', 0, 0),
        ('00000003', 'p', 'spec', 'in_progress', 0, '{}', 1, '[]', NULL, 0, 1);
      INSERT INTO human_guidance (loop_id, position, iteration, feedback) VALUES ('00000003', 1, 1, 'go on')
      """)
    let process = try launch(database, ["LOOP_HUMAN_GATE": "enforced"])
    let feedback =
      #"{"loop_id":"00000001","critic_agent":"my_critic","score":95,"assessment_summary":"s","blockers":["b"]}"#
    let refused = try call(process, "record_feedback", feedback)
    XCTAssertEqual(refused.code, "waiting_for_human", refused.line)
    XCTAssertTrue(refused.message?.contains("(stagnation)") == true, refused.line)
    let guided = try call(process, "record_user_feedback", #"{"loop_id":"00000001","feedback":"go on"}"#)
    XCTAssertEqual(guided.content?["loop"]?["status"], "refine", guided.line)
    let blocked = try call(process, "record_feedback", feedback)
    XCTAssertEqual(blocked.content?["decision"]?["reason"], "blocked", blocked.line)
    let said = try call(process, "list_history", #"{"loop_id":"00000001"}"#).content
    XCTAssertEqual(said?["feedback"]?.arrayValue?.map { $0["blockers"] }, [[], [], [], ["b"]])
    XCTAssertEqual(said?["feedback"]?.arrayValue?.last?["critic_agent"], "my-critic")
    let earlier = try call(process, "list_history", #"{"loop_id":"00000003"}"#).content?["user_feedback"]?.arrayValue?
      .first
    XCTAssertEqual([earlier?["verdict"], earlier?["source"]], ["continue", "relayed"])
    let stopped = try call(process, "record_user_feedback", #"{"loop_id":"00000003","verdict":"stop"}"#)
    XCTAssertEqual(stopped.content?["loop"]?["status"], "closed", stopped.line)
    try assertEnds(process)
    // The guide's query finds feedback of both kinds.
    let found = try session(database).run(
      #"SELECT id FROM loop_states WHERE feedback_history @> '[{"score": 50}]' AND feedback_history @> '[{"score": 95}]'"#
    )
    XCTAssertEqual(found, ["00000001"])
  }

  func testGuidance_whenWithoutWords_isRefusedByTheTable() throws {
    let database = try database(
      at: MigrationFiles.all.count,
      "INSERT INTO loop_states (id, project_name, loop_type) VALUES ('00000001', 'p', 'spec')")
    let session = try session(database)
    func insert(_ values: String) throws {
      _ = try session.run(
        "INSERT INTO human_guidance (loop_id, position, iteration, feedback, verdict, source) VALUES (\(values))")
    }
    try insert("'00000001', 1, 1, NULL, 'accept', 'command'")
    for values in [
      "'00000001', 2, 1, NULL, 'continue', 'command'", "'00000001', 2, 1, 'x', 'go', 'command'",
      "'00000001', 2, 1, 'x', 'stop', 'somebody'",
    ] { XCTAssertThrowsError(try insert(values), values) }
  }
}
