// SearchSQL: every statement that gives a search its texts.

import Models
import SQLite
import State

/// Of all ?1 and ?2 are the creation and the id behind which the things begin, ?3 the project where it is one project's.
struct SearchSQL: Sendable {
  /// One more than a page has, and of loops the one in which the last page may have ended.
  private static let limit = TextPage.maximumThings + 2

  /// Specs, as `ArchivedSpec` reads them.
  let specs: SQLiteStatement
  /// Loops' ids, projects and creations; the loop of the id itself among them.
  let loops: SQLiteStatement
  let roadmaps: SQLiteStatement
  let plans: SQLiteStatement

  /// Those of one project.
  static let inProject = SearchSQL("project_name = ?3 AND")
  /// Those of all projects.
  static let everywhere = SearchSQL("")

  private init(_ condition: String) {
    func things(_ columns: String, _ table: String, _ id: String, _ comparison: String) -> SQLiteStatement {
      SQLiteStatement(
        """
        SELECT \(columns) FROM \(table) t WHERE \(condition) (t.created_at, t.\(id)) \(comparison) (?1, ?2)
        ORDER BY t.created_at DESC, t.\(id) DESC LIMIT \(Self.limit)
        """)
    }
    specs = things(ArchivedSpec.columns.list("t"), "technical_specs", "id", "<")
    loops = things("t.id, t.project_name, t.created_at", "loop_states", "id", "<=")
    roadmaps = things(ProjectSQL.roadmaps.columns.list("t"), "roadmaps", "project_name", "<")
    plans = things(ProjectSQL.plans.columns.list("t"), "project_plans", "project_name", "<")
  }

  /// ?1 loop, ?2 the position below which the feedback begins, newest first.
  static let feedback = SQLiteStatement(
    "SELECT position, feedback FROM loop_feedback WHERE loop_id = ?1 AND position < ?2 ORDER BY position DESC")

  /// ?1 loop, ?2 the position below which the guidance begins, newest first.
  static let guidance = SQLiteStatement(
    """
    SELECT \(ArchivedGuidance.columns.list("g")) FROM human_guidance g WHERE g.loop_id = ?1 AND g.position < ?2
    ORDER BY g.position DESC
    """)
}
