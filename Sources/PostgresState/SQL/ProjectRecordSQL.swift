// ProjectRecordSQL: every statement on the projects themselves: how they begin, and the list of them.

import Models
import Postgres

enum ProjectRecordSQL {
  // MARK: Beginning

  /// $1 project, $2 its folded name, $3 time. Adds nothing when the project is there, another one has the folded name, or
  /// the names of earlier versions have yet to be folded. Waits for a transaction that adds the same name or folded name.
  static let begin = PostgresStatement(
    """
    INSERT INTO projects (project_name, folded_name, changed_at) SELECT $1::varchar, $2, $3::timestamp
    WHERE NOT EXISTS (SELECT FROM projects WHERE project_name = $1::varchar)
      AND NOT EXISTS (SELECT FROM projects WHERE NOT is_folded)
    ON CONFLICT DO NOTHING
    """)

  /// $1 project: true when it has a record.
  static let isThere = PostgresStatement("SELECT EXISTS (SELECT FROM projects WHERE project_name = $1)")

  /// $1 project: true when it has a record, or anything that a server of an earlier version has stored since.
  static let isKnown = PostgresStatement(
    "\(ProjectSQL.exists.sql) OR EXISTS (SELECT FROM projects WHERE project_name = $1)")

  /// $1 folded name: the project that keeps it from others.
  static let owner = PostgresStatement("SELECT project_name FROM projects WHERE folded_name = $1")

  /// The projects of earlier versions whose names are not folded yet.
  static let unfolded = PostgresStatement(
    "SELECT project_name FROM projects WHERE NOT is_folded ORDER BY project_name COLLATE \"C\"")

  /// $1 project, $2 its folded name, which it gets unless another one has it.
  static let fold = PostgresStatement(
    """
    UPDATE projects SET is_folded = true,
      folded_name = CASE WHEN NOT EXISTS (SELECT FROM projects WHERE folded_name = $2) THEN $2::text END
    WHERE project_name = $1 AND NOT is_folded
    """)

  // MARK: Changes

  /// $1 project, $2 time: something of it was deleted. Not for other changes, whose writers would wait for each other.
  static let touch = PostgresStatement(
    "UPDATE projects SET changed_at = greatest(changed_at, $2::timestamp) WHERE project_name = $1")

  /// $1 project.
  static let changedAt = PostgresStatement("SELECT changed_at FROM projects WHERE project_name = $1")

  /// $1 project, $2 time: the record as an archive has it, without a folded name where it was not there.
  static let restore = PostgresStatement(
    """
    INSERT INTO projects (project_name, changed_at) VALUES ($1, $2::timestamp)
    ON CONFLICT (project_name) DO UPDATE SET changed_at = EXCLUDED.changed_at RETURNING project_name
    """)

  // MARK: The list

  /// The names of all.
  static let names = PostgresStatement("SELECT project_name FROM projects")

  /// Every project with the time of its latest change. Of loops that are over an index has the time; of the others, which
  /// are few, the rows are read: an index on a time that each feedback changes would cost each feedback.
  static let changes = PostgresStatement(
    """
    SELECT greatest(p.changed_at,
        (SELECT max(l.updated_at) FROM loop_states l WHERE l.project_name = p.project_name AND \(LoopSQL.isActive)),
        (SELECT max(l.settled_at) FROM loop_states l WHERE l.project_name = p.project_name),
        (SELECT max(s.updated_at) FROM technical_specs s WHERE s.project_name = p.project_name),
        (SELECT r.updated_at FROM roadmaps r WHERE r.project_name = p.project_name),
        (SELECT d.updated_at FROM project_plans d WHERE d.project_name = p.project_name)),
      p.project_name
    FROM projects p
    """)

  /// $1 projects: of each the statuses of plan and roadmap, and how many specs, loops, active and waiting loops it has.
  static let counts = PostgresStatement(
    """
    SELECT p.project_name,
      (SELECT d.project_status FROM project_plans d WHERE d.project_name = p.project_name),
      (SELECT r.roadmap_status FROM roadmaps r WHERE r.project_name = p.project_name),
      (SELECT count(*) FROM technical_specs s WHERE s.project_name = p.project_name),
      (SELECT count(*) FROM loop_states l WHERE l.project_name = p.project_name),
      (SELECT count(*) FROM loop_states l WHERE l.project_name = p.project_name AND \(LoopSQL.isActive)),
      (SELECT count(*) FROM loop_states l
       WHERE l.project_name = p.project_name AND \(LoopSQL.isActive) AND l.status = 'user_input')
    FROM projects p WHERE p.project_name = ANY ($1::varchar[])
    """)
}
