// ProjectRecordSQL: every statement on the projects themselves: how they begin, and the list of them.

import Models
import SQLite
import State

/// A project's row.
struct ProjectRow: Sendable {
  let name: Name
  /// What is compared of the name; nil where another project has it.
  let foldedName: String?
  /// The time at which the project began, or of the latest deletion in it.
  let changedAt: Timestamp

  static let columns = Columns(
    Column("project_name", \ProjectRow.name), Column("folded_name", \.foldedName), Column("changed_at", \.changedAt),
    make: ProjectRow.init)
}

enum ProjectRecordSQL {
  // MARK: Beginning

  /// ?1 project.
  static let changedAt = SQLiteStatement("SELECT changed_at FROM projects WHERE project_name = ?1")

  /// ?1 folded name: the project that keeps it from others.
  static let owner = SQLiteStatement("SELECT project_name FROM projects WHERE folded_name = ?1")

  /// The projects of earlier versions whose names are not folded yet.
  static let unfolded = SQLiteStatement("SELECT project_name FROM projects WHERE is_folded = 0 ORDER BY project_name")

  /// ?1 project, ?2 its folded name, which it gets unless another one has it.
  static let fold = SQLiteStatement(
    """
    UPDATE projects SET is_folded = 1,
      folded_name = CASE WHEN NOT EXISTS (SELECT 1 FROM projects WHERE folded_name = ?2) THEN ?2 END
    WHERE project_name = ?1
    """)

  /// Puts the time in the place of that of a project that is there.
  static let put = ProjectRow.columns.insert(
    into: "projects", "ON CONFLICT (project_name) DO UPDATE SET changed_at = excluded.changed_at")

  // MARK: Changes

  /// ?1 project, ?2 time: something of it was deleted.
  static let touch = SQLiteStatement(
    "UPDATE projects SET changed_at = max(changed_at, ?2) WHERE project_name = ?1")

  // MARK: The list

  /// The names of all.
  static let names = SQLiteStatement("SELECT project_name FROM projects")

  /// Every project with the time of its latest change.
  static let changes = SQLiteStatement(
    """
    SELECT max(p.changed_at,
        coalesce((SELECT max(l.updated_at) FROM loop_states l
          WHERE l.project_name = p.project_name AND l.status NOT IN ('completed', 'closed')), p.changed_at),
        coalesce((SELECT max(l.updated_at) FROM loop_states l
          WHERE l.project_name = p.project_name AND l.status IN ('completed', 'closed')), p.changed_at),
        coalesce((SELECT max(s.updated_at) FROM technical_specs s WHERE s.project_name = p.project_name), p.changed_at),
        coalesce((SELECT r.updated_at FROM roadmaps r WHERE r.project_name = p.project_name), p.changed_at),
        coalesce((SELECT d.updated_at FROM project_plans d WHERE d.project_name = p.project_name), p.changed_at)),
      p.project_name
    FROM projects p
    """)

  /// ?1 project: the statuses of plan and roadmap, and how many specs, loops, active and waiting loops it has.
  static let counts = SQLiteStatement(
    """
    SELECT (SELECT project_status FROM project_plans WHERE project_name = ?1),
      (SELECT roadmap_status FROM roadmaps WHERE project_name = ?1),
      (SELECT count(*) FROM technical_specs WHERE project_name = ?1),
      (SELECT count(*) FROM loop_states WHERE project_name = ?1),
      (SELECT count(*) FROM loop_states WHERE project_name = ?1 AND status NOT IN ('completed', 'closed')),
      (SELECT count(*) FROM loop_states WHERE project_name = ?1 AND status = 'user_input')
    """)
}
