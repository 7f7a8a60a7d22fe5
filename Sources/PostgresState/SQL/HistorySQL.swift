// HistorySQL: every statement on the past: a project's queue, the feedback and guidance on a loop.

import Models
import Postgres
import State

enum HistorySQL {
  /// $1 project, $2 the last entry's number, $3 limit. Gives number, time and loop. A link is in its loop's project:
  /// saying so lets the links be read side by side.
  static let queue = PostgresStatement(
    """
    SELECT h.sequence_number, h.added_at, \(LoopSQL.columns)
    FROM loop_history h JOIN loop_states l ON l.id = h.loop_id
    LEFT JOIN loop_to_spec_mappings m ON m.project_name = h.project_name AND m.loop_id = h.loop_id
    WHERE h.project_name = $1 AND h.sequence_number < $2
    ORDER BY h.sequence_number DESC LIMIT $3
    """)

  /// $1 loop, $2 how many feedbacks and $3 how many guidances are still to come, $4 limit. One statement, so that both
  /// lists and the loop are of one moment. Gives how many of each there are, the two pieces as JSON, and the loop.
  static let loop = PostgresStatement(
    """
    SELECT jsonb_array_length(l.feedback_history), l.guidance_count,
      \(page("""
        SELECT value, position, octet_length(value::text) AS bytes
        FROM jsonb_array_elements(l.feedback_history) WITH ORDINALITY AS e (value, position)
        WHERE position <= $2::bigint ORDER BY position DESC LIMIT $4
        """)),
      \(page("""
        SELECT \(guidance) AS value,
          position, coalesce(octet_length(feedback), 0) AS bytes
        FROM human_guidance WHERE loop_id = l.id AND position <= $3::bigint ORDER BY position DESC LIMIT $4
        """)),
      \(LoopSQL.columns)
    FROM \(LoopSQL.source) WHERE l.id = $1
    """)

  /// A row of human_guidance as `HumanGuidance` in JSON.
  static let guidance = """
    jsonb_build_object('iteration', iteration, 'feedback', feedback, 'verdict', verdict, 'source', source,
      'timestamp', to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    """

  /// The words that `rows` gives from the newest on, without those behind `LoopHistory.maximumBytes`, as JSON, the oldest
  /// first.
  private static func page(_ rows: String) -> String {
    """
    (SELECT coalesce(jsonb_agg(value ORDER BY position), '[]') FROM (
      SELECT value, position, sum(bytes) OVER (ORDER BY position DESC) - bytes AS bytes_before FROM (\(rows)) r) p
    WHERE bytes_before < \(LoopHistory.maximumBytes))
    """
  }

  /// Gives the whole feedback as JSON, and the loop.
  static let feedback = PostgresStatement(
    "SELECT l.feedback_history, \(LoopSQL.columns) FROM \(LoopSQL.source) WHERE l.id = $1")
}
