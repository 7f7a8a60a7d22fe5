// ProjectSQL: every statement on roadmaps, project plans and whole projects.

import Models
import SQLite
import State

enum ProjectSQL {
  // MARK: Roadmaps and plans

  static let roadmaps = DocumentTable<RoadmapKind>("roadmaps", versions: "roadmap_versions")
  static let plans = DocumentTable<ProjectPlanKind>("project_plans", versions: "project_plan_versions")

  /// ?1 and ?2 the last plan's creation and project, ?3 limit. Gives a summary, and when the plan was created.
  static let planList = planList(where: "true")
  /// As `planList`; ?4 status.
  static let planListByStatus = planList(where: "p.project_status = ?4")

  private static func planList(where condition: String) -> SQLiteStatement {
    SQLiteStatement(
      """
      SELECT \(ProjectPlanSummary.columns.list("p")), p.created_at FROM project_plans p
      WHERE \(condition) AND (p.created_at, p.project_name) < (?1, ?2)
      ORDER BY p.created_at DESC, p.project_name DESC LIMIT ?3
      """)
  }

  // MARK: Archives

  /// ?1 project: true when it has anything.
  static let exists = SQLiteStatement(
    """
    SELECT EXISTS (SELECT 1 FROM project_plans WHERE project_name = ?1)
      OR EXISTS (SELECT 1 FROM roadmaps WHERE project_name = ?1)
      OR EXISTS (SELECT 1 FROM technical_specs WHERE project_name = ?1)
      OR EXISTS (SELECT 1 FROM loop_states WHERE project_name = ?1)
    """)

  // MARK: The picture of a project; ?1 is the project in all

  static let planStatus = SQLiteStatement("SELECT project_status FROM project_plans WHERE project_name = ?1")
  static let roadmapStatus = SQLiteStatement("SELECT roadmap_status FROM roadmaps WHERE project_name = ?1")

  static let specCounts = SQLiteStatement(
    "SELECT spec_status, count(*) FROM technical_specs WHERE project_name = ?1 GROUP BY spec_status")

  static let latestSpecs = SQLiteStatement(
    """
    SELECT \(SpecSQL.summaryColumns) FROM technical_specs s WHERE s.project_name = ?1
    ORDER BY s.updated_at DESC, s.spec_name LIMIT \(ProjectPicture.maximumSpecs)
    """)

  static let activeLoopCount = SQLiteStatement(
    "SELECT count(*) FROM loop_states WHERE project_name = ?1 AND status NOT IN ('completed', 'closed')")

  /// ?2 status: the latest changed loops of it.
  static let activeLoops = SQLiteStatement(
    """
    SELECT \(LoopSQL.recordColumns) FROM \(LoopSQL.source)
    WHERE l.project_name = ?1 AND l.status = ?2 AND l.status NOT IN ('completed', 'closed')
    ORDER BY l.updated_at DESC, l.id DESC LIMIT \(ProjectPicture.maximumLoops)
    """)

  /// The drafts of the loops completed last.
  static let completedDrafts = SQLiteStatement(
    """
    SELECT l.id, s.spec_name FROM (
      SELECT id, updated_at FROM loop_states WHERE project_name = ?1 AND status = 'completed'
      ORDER BY updated_at DESC, id DESC LIMIT \(ProjectPicture.maximumCompleted)
    ) l JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    JOIN technical_specs s ON s.project_name = m.project_name AND s.spec_name = m.spec_name
    WHERE s.spec_status = 'draft' ORDER BY l.updated_at DESC, l.id DESC
    """)

  // MARK: Projects

  /// The names of the projects that have specs; one look into the index a project, however many specs it has.
  static let namesWithSpecs = SQLiteStatement(
    "WITH RECURSIVE \(names(in: "technical_specs", as: "s")) SELECT name FROM s WHERE name IS NOT NULL")

  /// The names of all projects, by their bytes.
  static let names = SQLiteStatement(
    """
    WITH RECURSIVE \(names(in: "technical_specs", as: "s")), \(names(in: "loop_states", as: "l"))
    SELECT name FROM s WHERE name IS NOT NULL UNION SELECT name FROM l WHERE name IS NOT NULL
    UNION SELECT project_name FROM project_plans UNION SELECT project_name FROM roadmaps
    UNION SELECT project_name FROM projects
    ORDER BY 1
    """)

  /// The projects of a table with many rows a project, which an index has side by side; then null.
  private static func names(in table: String, as alias: String) -> String {
    """
    \(alias) (name) AS (
      SELECT min(project_name) FROM \(table)
      UNION ALL
      SELECT (SELECT min(project_name) FROM \(table) WHERE project_name > \(alias).name)
      FROM \(alias) WHERE name IS NOT NULL
    )
    """
  }
}
