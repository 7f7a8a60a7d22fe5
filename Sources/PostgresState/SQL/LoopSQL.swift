// LoopSQL: every statement on loops, their feedback, guidance and links.
//
// Each is atomic on its own; a loop's row lock orders the writers of one loop, and nothing orders those of two.

import Models
import Postgres
import State

enum LoopSQL {
  /// A loop, as `Loop.init(_:)` reads it, from `loop_states l` and its link `m`.
  static let columns = Loop.columns.list(of: "l") + ", m.spec_name"
  /// The FROM clause that those columns come from.
  static let source = "loop_states l LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id"

  /// The loops that are not over, in the words of idx_loop_states_active.
  static let isActive = "l.status IN ('initialized', 'in_progress', 'refine', 'user_input')"

  static let get = PostgresStatement("SELECT \(columns) FROM \(source) WHERE l.id = $1")

  /// $1 project, $2 status or null, $3 and $4 the last loop's creation and id, $5 limit.
  static let list = PostgresStatement(
    """
    SELECT \(columns) FROM \(source)
    WHERE l.project_name = $1 AND ($2::text IS NULL OR l.status = $2) AND (l.created_at, l.id) < ($3::timestamp, $4)
    ORDER BY l.created_at DESC, l.id DESC LIMIT $5
    """)

  // MARK: Creation

  /// Until the transaction ends nobody else changes the queue of project $2. $1 is this use's number.
  static let lockQueue = PostgresStatement("SELECT pg_advisory_xact_lock($1::integer, hashtext($2))")
  /// The first key of the advisory locks on queues.
  static let queueLock = 0x7265_7371

  /// $1 id, $2 project, $3 type, $4 spec or null, $5 time, $6 reviewers. Gives whether the loop was created (false when
  /// the id is taken, or the spec, or without one the project, is not there) and whether the spec is there.
  static let create = ChangingStatement(
    RowChange(kind: .loop, operation: .created, table: "new", subject: "id", iteration: "iteration"), parameters: 6
  ) { record in
    """
    WITH spec AS (
      SELECT spec_name FROM technical_specs WHERE project_name = $2 AND spec_name = $4 FOR KEY SHARE
    ), new AS (
      INSERT INTO loop_states (id, project_name, loop_type, created_at, updated_at, reviewers, missing_reviewers)
      SELECT $1, $2, $3, $5::timestamp, $5::timestamp, $6::text[], $6::text[]
      WHERE CASE WHEN $4::text IS NULL THEN EXISTS (SELECT FROM projects WHERE project_name = $2)
        ELSE EXISTS (SELECT FROM spec) END
      ON CONFLICT (id) DO NOTHING RETURNING id, project_name, iteration
    ), link AS (
      INSERT INTO loop_to_spec_mappings (loop_id, project_name, spec_name, linked_at)
      SELECT id, $2, $4, $5::timestamp FROM new WHERE $4::text IS NOT NULL
    ), queue AS (
      INSERT INTO loop_history (loop_id, project_name, added_at) SELECT id, $2, $5::timestamp FROM new
    )\(record)
    SELECT EXISTS (SELECT FROM new), EXISTS (SELECT FROM spec)
    """
  }

  /// Takes out of the queue of project $1 what is beyond its limit $2: completed loops first, then the oldest.
  static let trimQueue = PostgresStatement(
    """
    DELETE FROM loop_history WHERE loop_id IN (
      SELECT h.loop_id FROM loop_history h JOIN loop_states l ON l.id = h.loop_id
      WHERE h.project_name = $1
      ORDER BY l.status = 'completed' DESC, h.sequence_number
      LIMIT greatest(0, (SELECT count(*) FROM loop_history WHERE project_name = $1) - $2)
    )
    """)

  // MARK: Feedback

  /// $1 id, $2 words or null, $3 time, $4 verdict, $5 source, $6 true where the gate lets it through, $7 the reason for
  /// which it completes or closes the loop, or null, $8 and $9 the iteration and the number of guidances that the question
  /// was asked at, or nulls. No row when the loop is not there, over, elsewhere, or has all the guidance it takes.
  static let recordGuidance = ChangingStatement(
    RowChange(kind: .loop, operation: .guidance, table: "l", subject: "id", iteration: "iteration"), parameters: 9
  ) { record in
    """
    WITH l AS (
      UPDATE loop_states SET
        guidance_count = guidance_count + 1, updated_at = $3::timestamp,
        guided_scores = CASE WHEN $6 THEN cardinality(score_history) ELSE guided_scores END,
        blocker_run = CASE WHEN $6 THEN 0 ELSE blocker_run END,
        status = CASE WHEN NOT $6 THEN status WHEN $4 = 'accept' THEN 'completed' WHEN $4 = 'stop' THEN 'closed'
          WHEN status = 'user_input' THEN 'refine' ELSE status END,
        decision_reason = coalesce($7, decision_reason),
        missing_reviewers = CASE WHEN $7 IS NULL THEN missing_reviewers ELSE '{}' END
      WHERE id = $1 AND status NOT IN ('completed', 'closed') AND guidance_count < \(Loop.maximumGuidance)
        AND ($8::integer IS NULL OR (iteration, guidance_count) = ($8, $9::integer))
      RETURNING *
    ), guidance AS (
      INSERT INTO human_guidance (loop_id, position, iteration, feedback, verdict, source, created_at)
      SELECT id, guidance_count, iteration, $2, $4, $5, $3::timestamp FROM l
    )\(record)
    SELECT \(columns) FROM l LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    """
  }

  /// The feedback on the iteration of the last feedback, as JSON.
  static let lastFeedback = """
    (SELECT coalesce(jsonb_agg(e ORDER BY place), '[]')
      FROM jsonb_array_elements(l.feedback_history) WITH ORDINALITY AS h (e, place)
      WHERE e -> 'iteration' = l.feedback_history #> '{-1,iteration}')
    """

  /// The reason of the last decision, the number of guidances, the feedback on which it was taken as JSON, and the loop.
  static let question = PostgresStatement(
    """
    SELECT l.decision_reason, l.guidance_count,
      \(lastFeedback),
      \(columns)
    FROM \(source) WHERE l.id = $1
    """)

  /// $1 id, $2 feedback, $3 time. No row when the loop is not there.
  static let storeObjectiveFeedback = ChangingStatement(
    RowChange(kind: .loop, operation: .objectiveFeedback, table: "l", subject: "id", iteration: "iteration"),
    parameters: 3
  ) { record in
    """
    WITH l AS (
      SELECT id, project_name, iteration FROM loop_states WHERE id = $1
    ), note AS (
      INSERT INTO objective_feedback (loop_id, feedback, stored_at) SELECT id, $2, $3::timestamp FROM l
      ON CONFLICT (loop_id) DO UPDATE SET feedback = EXCLUDED.feedback, stored_at = EXCLUDED.stored_at
    )\(record)
    SELECT id FROM l
    """
  }

  /// No row when the loop is not there, nulls when it has no objective feedback.
  static let objectiveFeedback = PostgresStatement(
    """
    SELECT o.feedback, o.stored_at FROM loop_states l LEFT JOIN objective_feedback o ON o.loop_id = l.id
    WHERE l.id = $1
    """)

  // MARK: Links

  static let lock = PostgresStatement("SELECT \(columns) FROM \(source) WHERE l.id = $1 FOR UPDATE OF l")

  static let lockSpec = PostgresStatement(
    "SELECT spec_name FROM technical_specs WHERE project_name = $1 AND spec_name = $2 FOR KEY SHARE")

  /// $1 loop, $2 project, $3 spec, $4 time.
  static let link = PostgresStatement(
    """
    INSERT INTO loop_to_spec_mappings (loop_id, project_name, spec_name, linked_at)
    VALUES ($1, $2, $3, $4::timestamp)
    ON CONFLICT (loop_id) DO UPDATE SET
      project_name = EXCLUDED.project_name, spec_name = EXCLUDED.spec_name, linked_at = EXCLUDED.linked_at
    """)

  static let unlink = PostgresStatement("DELETE FROM loop_to_spec_mappings WHERE loop_id = $1")

  static let touch = PostgresStatement("UPDATE loop_states SET updated_at = $2::timestamp WHERE id = $1")

  /// $1 id, $2 time, which becomes that of the project's latest change. One row where the loop was there.
  static let delete = ChangingStatement(
    RowChange(kind: .loop, operation: .deleted, table: "gone", subject: "id", iteration: "iteration"), parameters: 2
  ) { record in
    """
    WITH gone AS (
      DELETE FROM loop_states WHERE id = $1 RETURNING id, project_name, iteration
    ), noted AS (
      UPDATE projects p SET changed_at = greatest(p.changed_at, $2::timestamp) FROM gone
      WHERE p.project_name = gone.project_name
    )\(record)
    SELECT id FROM gone
    """
  }

  // MARK: Archives

  /// $1 project, $2 and $3 the last loop's creation and id, $4 limit: the loops in the order of lists, with the bytes
  /// that each takes up, about, to be read in portions that fit into memory.
  static let sizes = PostgresStatement(
    """
    SELECT l.id, l.created_at, pg_column_size(l.feedback_history)
      + coalesce((SELECT sum(pg_column_size(g.feedback)) FROM human_guidance g WHERE g.loop_id = l.id), 0)
    FROM loop_states l WHERE l.project_name = $1 AND (l.created_at, l.id) < ($2::timestamp, $3)
    ORDER BY l.created_at DESC, l.id DESC LIMIT $4
    """)

  /// $1 ids: whole loops, as `ArchivedLoop.init(_:)` reads them.
  static let archived = PostgresStatement(
    """
    SELECT \(columns), \(ArchivedLoop.columns.dropFirst(Loop.columns.count).list(of: "l")),
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'position', g.position, 'iteration', g.iteration, 'feedback', g.feedback, 'verdict', g.verdict,
          'source', g.source,
          'created_at', to_char(g.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY g.position), '[]')
        FROM human_guidance g WHERE g.loop_id = l.id),
      o.feedback, o.stored_at, m.linked_at, h.sequence_number, h.added_at, m.project_name
    FROM \(source) LEFT JOIN objective_feedback o ON o.loop_id = l.id LEFT JOIN loop_history h ON h.loop_id = l.id
    WHERE l.id = ANY ($1::varchar[]) ORDER BY l.id
    """)

  /// The values of `ArchivedLoop.columns`, then of its attachments: the loop with all that hangs on it. No row when the
  /// id is taken.
  static let restore = PostgresStatement(
    """
    WITH attached (\(ArchivedLoop.attachments.list())) AS (
      VALUES (\(ArchivedLoop.attachments.placeholders(from: ArchivedLoop.columns.count + 1)))
    ), new AS (
      INSERT INTO loop_states (\(ArchivedLoop.columns.list())) VALUES (\(ArchivedLoop.columns.placeholders()))
      ON CONFLICT (id) DO NOTHING RETURNING id, project_name
    ), guidance AS (
      INSERT INTO human_guidance (loop_id, position, iteration, feedback, verdict, source, created_at)
      SELECT new.id, g.position, g.iteration, g.feedback, g.verdict, g.source, g.created_at
      FROM new, attached a, jsonb_to_recordset(a.guidance)
        AS g (position integer, iteration integer, feedback text, verdict text, source text, created_at timestamp)
    ), objective AS (
      INSERT INTO objective_feedback (loop_id, feedback, stored_at)
      SELECT new.id, a.feedback, a.stored_at FROM new, attached a WHERE a.feedback IS NOT NULL
    ), link AS (
      INSERT INTO loop_to_spec_mappings (loop_id, project_name, spec_name, linked_at)
      SELECT new.id, new.project_name, a.spec_name, a.linked_at FROM new, attached a WHERE a.spec_name IS NOT NULL
    ), place AS (
      INSERT INTO loop_history (loop_id, project_name, sequence_number, added_at)
      SELECT new.id, new.project_name, a.sequence_number, a.added_at
      FROM new, attached a WHERE a.sequence_number IS NOT NULL
    )
    SELECT id FROM new
    """)

  /// The last number that the history has given; no row before the first.
  static let lastSequenceNumber = PostgresStatement(
    "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('loop_history', 'sequence_number')::regclass), 0)")

  /// Until the transaction ends nobody else takes a number: one is taken with a row alone.
  static let lockHistory = PostgresStatement("LOCK TABLE loop_history IN SHARE ROW EXCLUSIVE MODE")

  /// $1 number: the next one is above it.
  static let continueSequence = PostgresStatement(
    """
    SELECT setval(pg_get_serial_sequence('loop_history', 'sequence_number')::regclass, greatest($1::bigint,
      pg_sequence_last_value(pg_get_serial_sequence('loop_history', 'sequence_number')::regclass)))
    """)

  static let deleteAll = PostgresStatement("DELETE FROM loop_states WHERE project_name = $1")
}
