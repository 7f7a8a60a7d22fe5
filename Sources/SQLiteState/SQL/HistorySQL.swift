// HistorySQL: every statement on the past: a project's queue, the feedback and guidance on a loop.

import Models
import SQLite
import State

enum HistorySQL {
  /// ?1 project, ?2 the last entry's number, ?3 limit. Gives each place and its loop.
  static let queue = SQLiteStatement(
    """
    SELECT \(HistoryPlace.columns.list("h")), \(LoopSQL.columns)
    FROM loop_history h JOIN loop_states l ON l.id = h.loop_id
    LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    WHERE h.project_name = ?1 AND h.sequence_number < ?2
    ORDER BY h.sequence_number DESC LIMIT ?3
    """)

  /// ?1 loop: the number of its feedbacks.
  static let feedbackCount = SQLiteStatement(
    "SELECT coalesce(max(position), 0) FROM loop_feedback WHERE loop_id = ?1")

  /// ?1 loop, ?2 the highest position, ?3 limit: feedback, newest first.
  static let feedback = SQLiteStatement(
    """
    SELECT feedback FROM loop_feedback WHERE loop_id = ?1 AND position <= ?2
    ORDER BY position DESC LIMIT ?3
    """)

  /// ?1 loop: all feedback, oldest first.
  static let allFeedback = SQLiteStatement(
    "SELECT feedback FROM loop_feedback WHERE loop_id = ?1 ORDER BY position")

  /// ?1 loop, ?2 the highest position, ?3 limit: guidance, newest first.
  static let guidance = SQLiteStatement(
    """
    SELECT \(ArchivedGuidance.columns.list("g")) FROM human_guidance g WHERE g.loop_id = ?1 AND g.position <= ?2
    ORDER BY g.position DESC LIMIT ?3
    """)
}
