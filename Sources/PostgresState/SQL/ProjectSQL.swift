// ProjectSQL: every statement on roadmaps, project plans and whole projects.

import Models
import Postgres
import State

enum ProjectSQL {
  static let roadmaps = DocumentTable<RoadmapKind>("roadmaps", versions: "roadmap_versions")
  static let plans = DocumentTable<ProjectPlanKind>("project_plans", versions: "project_plan_versions")

  /// $1 status or null, $2 and $3 the last plan's creation and project, $4 limit.
  static let planList = PostgresStatement(
    """
    SELECT project_name, project_status, updated_at, created_at FROM project_plans
    WHERE ($1::text IS NULL OR project_status = $1)
      AND (created_at, project_name COLLATE "C") < ($2::timestamp, $3)
    ORDER BY created_at DESC, project_name COLLATE "C" DESC LIMIT $4
    """)

  // MARK: The picture of a project; $1 is the project in all

  static let statuses = PostgresStatement(
    """
    SELECT EXISTS (SELECT FROM projects WHERE project_name = $1), (SELECT project_status FROM project_plans WHERE project_name = $1),
      (SELECT roadmap_status FROM roadmaps WHERE project_name = $1),
      (SELECT count(*) FROM loop_states WHERE project_name = $1 AND status NOT IN ('completed', 'closed'))
    """)

  /// All statuses are named, so that the index on them answers alone.
  static let specCounts = PostgresStatement(
    """
    SELECT spec_status, count(*) FROM technical_specs
    WHERE project_name = $1 AND spec_status IN (\(SpecStatus.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")))
    GROUP BY spec_status
    """)

  static let latestSpecs = PostgresStatement(
    """
    SELECT \(SpecSQL.summaryColumns) FROM technical_specs s WHERE s.project_name = $1
    ORDER BY s.updated_at DESC, s.spec_name COLLATE "C" LIMIT \(ProjectPicture.maximumSpecs)
    """)

  /// The order of `LoopStatus.urgency`.
  private static let byUrgency = """
    CASE l.status WHEN 'user_input' THEN 0 WHEN 'initialized' THEN 2 ELSE 1 END, l.updated_at DESC, l.id DESC
    """

  /// The reason of the last decision, the last feedback and guidance of loops that wait, and the loop. Links and words are
  /// looked up for the few loops that are left.
  static let activeLoops = PostgresStatement(
    """
    SELECT l.decision_reason, CASE l.status WHEN 'user_input' THEN l.feedback_history -> -1 END,
      CASE l.status WHEN 'user_input' THEN (
        SELECT \(HistorySQL.guidance) FROM human_guidance WHERE loop_id = l.id ORDER BY position DESC LIMIT 1) END,
      \(LoopSQL.columns)
    FROM (
      SELECT * FROM loop_states l WHERE l.project_name = $1 AND l.status NOT IN ('completed', 'closed')
      ORDER BY \(byUrgency) LIMIT \(ProjectPicture.maximumLoops)
    ) l LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    ORDER BY \(byUrgency)
    """)

  /// The drafts of the loops completed last.
  static let completedDrafts = PostgresStatement(
    """
    SELECT l.id, s.spec_name FROM (
      SELECT id, settled_at FROM loop_states
      WHERE project_name = $1 AND settled_at IS NOT NULL AND status = 'completed'
      ORDER BY settled_at DESC, id DESC LIMIT \(ProjectPicture.maximumCompleted)
    ) l JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    JOIN technical_specs s ON s.project_name = m.project_name AND s.spec_name = m.spec_name
    WHERE s.spec_status = 'draft' ORDER BY l.settled_at DESC, l.id DESC
    """)

  // MARK: Archives

  /// Every project that there is.
  static let all = PostgresStatement(
    """
    SELECT project_name FROM (
      SELECT project_name FROM projects
      UNION SELECT project_name FROM project_plans UNION SELECT project_name FROM roadmaps
      UNION SELECT project_name FROM technical_specs UNION SELECT project_name FROM loop_states
    ) every ORDER BY project_name COLLATE "C"
    """)

  /// $1 project: true when it has anything.
  static let exists = PostgresStatement(
    """
    SELECT EXISTS (SELECT FROM project_plans WHERE project_name = $1)
      OR EXISTS (SELECT FROM roadmaps WHERE project_name = $1)
      OR EXISTS (SELECT FROM technical_specs WHERE project_name = $1)
      OR EXISTS (SELECT FROM loop_states WHERE project_name = $1)
    """)
}
