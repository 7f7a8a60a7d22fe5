// ReviewSQL: every statement on the feedback of a loop's reviewers: the loop is locked, decided on here, and written back.

import Models
import Postgres
import State

enum ReviewSQL {
  /// $1 id. Until the transaction ends nobody else changes the loop. Gives the facts for the next decision, the linked
  /// spec's version or null, the reason of the last decision, the number of guidances, the feedback on the iteration of the
  /// last feedback as JSON, and the loop.
  static let lock = PostgresStatement(
    """
    SELECT l.guided_scores, l.blocker_run,
      (SELECT s.version FROM technical_specs s
        WHERE s.project_name = m.project_name AND s.spec_name = m.spec_name),
      l.decision_reason, l.guidance_count, \(LoopSQL.lastFeedback), \(LoopSQL.columns)
    FROM \(LoopSQL.source) WHERE l.id = $1 FOR UPDATE OF l
    """)

  /// $1 id, $2 the feedback as JSON, $3 the place of the one that it replaces, from the end, or null, $4 the decision's
  /// reason, $5 blocker run, then the values of `changed`.
  static let store = PostgresStatement(
    """
    UPDATE loop_states SET
      feedback_history = CASE WHEN $3::integer IS NULL THEN feedback_history || $2::jsonb
        ELSE jsonb_set(feedback_history, ARRAY[$3::text], $2::jsonb) END,
      decision_reason = $4, blocker_run = $5,
      (\(changed.list())) = ROW (\(changed.placeholders(from: 6)))
    WHERE id = $1
    """)

  /// The columns of the loop itself that a feedback changes.
  static let changed = Loop.columns.filter {
    [
      "status", "current_score", "score_history", "iteration", "updated_at", "blockers", "missing_reviewers",
    ].contains($0.name)
  }
}
