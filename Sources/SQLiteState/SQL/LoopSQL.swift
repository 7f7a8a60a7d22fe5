// LoopSQL: every statement on loops, their feedback, guidance and links.

import Models
import SQLite
import State

enum LoopSQL {
  /// From loop_states l and its link m.
  static let columns = Loop.columns.list(alias)
  static let recordColumns = LoopRecord.columns.list(alias)
  static let source = "loop_states l LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id"

  private static func alias(_ column: String) -> String { column == "spec_name" ? "m" : "l" }

  /// ?1 id.
  static let get = SQLiteStatement("SELECT \(columns) FROM \(source) WHERE l.id = ?1")
  /// ?1 id.
  static let record = SQLiteStatement("SELECT \(recordColumns) FROM \(source) WHERE l.id = ?1")

  /// ?1 project, ?2 and ?3 the last loop's creation and id, ?4 limit.
  static let list = list(where: "l.project_name = ?1")
  /// As `list`; ?5 status.
  static let listByStatus = list(where: "l.project_name = ?1 AND l.status = ?5")

  private static func list(where condition: String) -> SQLiteStatement {
    SQLiteStatement(
      """
      SELECT \(columns) FROM \(source) WHERE \(condition) AND (l.created_at, l.id) < (?2, ?3)
      ORDER BY l.created_at DESC, l.id DESC LIMIT ?4
      """)
  }

  // MARK: Creation

  /// Changes nothing when the id is taken.
  static let insert = LoopRecord.columns.insert(
    into: "loop_states", without: ["spec_name"], "ON CONFLICT (id) DO NOTHING")

  static let link = LoopLink.columns.upsert(into: "loop_to_spec_mappings", key: "loop_id")

  static let enterHistory = HistoryRow.columns.insert(into: "loop_history")

  /// Gives a number above every earlier one.
  static let nextNumber = SQLiteStatement(
    "UPDATE loop_history_counter SET last_number = last_number + 1 RETURNING last_number")

  /// Takes the entries beyond the limit ?2 out of the queue of project ?1: completed loops first, then the oldest.
  static let trimHistory = SQLiteStatement(
    """
    DELETE FROM loop_history WHERE loop_id IN (
      SELECT h.loop_id FROM loop_history h JOIN loop_states l ON l.id = h.loop_id
      WHERE h.project_name = ?1
      ORDER BY l.status = 'completed' DESC, h.sequence_number
      LIMIT max(0, (SELECT count(*) FROM loop_history WHERE project_name = ?1) - ?2)
    )
    """)

  // MARK: Feedback

  /// The columns that a feedback changes.
  static let storeFeedback = LoopRecord.columns.update(
    "loop_states", key: "id",
    setting: [
      "status", "current_score", "score_history", "iteration", "updated_at", "decision_reason", "blockers",
      "blocker_run",
      "missing_reviewers",
    ])

  /// ?1 loop, ?2 the feedback as JSON.
  static let appendFeedback = SQLiteStatement(
    """
    INSERT INTO loop_feedback (loop_id, position, feedback)
    SELECT ?1, coalesce(max(position), 0) + 1, ?2 FROM loop_feedback WHERE loop_id = ?1
    """)

  /// ?1 loop, ?2 the place from the end, −1 for the last, ?3 the feedback as JSON.
  static let replaceFeedback = SQLiteStatement(
    """
    UPDATE loop_feedback SET feedback = ?3 WHERE loop_id = ?1
      AND position = (SELECT max(position) FROM loop_feedback WHERE loop_id = ?1) + 1 + ?2
    """)

  /// The columns that guidance changes.
  static let storeGuidance = LoopRecord.columns.update(
    "loop_states", key: "id",
    setting: [
      "status", "updated_at", "guided_scores", "blocker_run", "guidance_count", "decision_reason", "missing_reviewers",
    ])

  static let appendGuidance = GuidanceRow.columns.insert(into: "human_guidance")

  static let storeObjectiveFeedback = ObjectiveFeedback.columns.upsert(into: "objective_feedback", key: "loop_id")

  /// ?1 loop.
  static let objectiveFeedback = SQLiteStatement(
    "SELECT \(ObjectiveFeedback.columns.list("o")) FROM objective_feedback o WHERE o.loop_id = ?1")

  // MARK: Links and deletion

  /// ?1 loop.
  static let unlink = SQLiteStatement("DELETE FROM loop_to_spec_mappings WHERE loop_id = ?1")

  static let touch = Loop.columns.update("loop_states", key: "id", setting: ["updated_at"])

  /// ?1 loop; the tables that refer to it follow by ON DELETE CASCADE.
  static let delete = SQLiteStatement("DELETE FROM loop_states WHERE id = ?1")

  // MARK: Archives

  /// ?1 project: the loops' ids, in the order of lists.
  static let ids = SQLiteStatement(
    "SELECT id FROM loop_states WHERE project_name = ?1 ORDER BY created_at DESC, id DESC")

  /// ?1 loop.
  static let linkOf = SQLiteStatement(
    "SELECT \(LoopLink.columns.list("m")) FROM loop_to_spec_mappings m WHERE m.loop_id = ?1")

  /// ?1 loop: all guidance, oldest first.
  static let allGuidance = SQLiteStatement(
    """
    SELECT \(ArchivedGuidance.columns.list("g")) FROM human_guidance g WHERE g.loop_id = ?1 ORDER BY g.position
    """)

  /// ?1 loop.
  static let placeOf = SQLiteStatement(
    "SELECT \(HistoryPlace.columns.list("h")) FROM loop_history h WHERE h.loop_id = ?1")

  /// ?1 number: the next one is above it.
  static let continueNumbers = SQLiteStatement(
    "UPDATE loop_history_counter SET last_number = max(last_number, ?1)")

  /// ?1 project.
  static let deleteAll = SQLiteStatement("DELETE FROM loop_states WHERE project_name = ?1")
}
