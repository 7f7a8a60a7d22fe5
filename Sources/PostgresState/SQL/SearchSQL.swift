// SearchSQL: every statement that gives a search its texts.
//
// First come the things, each with its size, so that the texts are read in portions that fit into memory.

import Models
import Postgres
import State

/// Of all $1 and $2 are the creation and the id behind which the things begin, $3 the project where it is one project's.
/// Each gives id, project, creation and bytes, about.
struct SearchSQL: Sendable {
  let specs: PostgresStatement
  /// The loop of the id itself is among them.
  let loops: PostgresStatement
  let roadmaps: PostgresStatement
  let plans: PostgresStatement

  /// Those of one project.
  static let inProject = SearchSQL("t.project_name = $3 AND")
  /// Those of all projects.
  static let everywhere = SearchSQL("")

  private init(_ condition: String) {
    func things(_ id: String, _ table: String, _ comparison: String, _ bytes: String) -> PostgresStatement {
      PostgresStatement(
        """
        SELECT t.\(id), t.project_name, t.created_at, \(bytes) FROM \(table) t
        WHERE \(condition) (t.created_at, t.\(id)) \(comparison) ($1::timestamp, $2)
        ORDER BY t.created_at DESC, t.\(id) DESC LIMIT \(TextPage.maximumThings + 2)
        """)
    }
    let specFields = FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name)
    specs = things("id", "technical_specs", "<", Self.bytes(specFields))
    loops = things("id", "loop_states", "<=", "pg_column_size(t.feedback_history)")
    let byName = #"project_name COLLATE "C""#
    roadmaps = things(byName, "roadmaps", "<", Self.bytes(RoadmapFields.all.map(\.name)))
    plans = things(byName, "project_plans", "<", Self.bytes(ProjectPlanFields.all.map(\.name)))
  }

  /// The lengths of texts stand beside them: they are not read for it.
  private static func bytes(_ fields: [String]) -> String {
    (fields.map { "coalesce(octet_length(t.\($0)), 0)" } + ["pg_column_size(t.additional_sections)"])
      .joined(separator: " + ")
  }

  // MARK: Texts; $1 is the ids of things, as many as a plan that is kept cannot know

  static let specTexts = PostgresStatement(
    "SELECT \(SpecSQL.columns) FROM technical_specs s WHERE s.id = ANY ($1::varchar[])")

  /// $2 the loop in which the last page ended, $3 the position there below which its words begin. Gives the loop, the
  /// position, how many there are before the page's bytes are counted, and the feedback.
  static let feedback = words(
    "SELECT l.id, l.created_at, e.position, e.value::text AS words, 0 AS iteration, l.updated_at AS at",
    "loop_states l CROSS JOIN LATERAL jsonb_array_elements(l.feedback_history) WITH ORDINALITY e (value, position)",
    position: "e.position")

  /// As `feedback`; gives also the iteration and the time, and no words for a verdict without any.
  static let guidance = words(
    "SELECT l.id, l.created_at, g.position, coalesce(g.feedback, '') AS words, g.iteration, g.created_at AS at",
    "loop_states l JOIN human_guidance g ON g.loop_id = l.id", position: "g.position")

  /// Those that fill a page, from the newest loop's newest words on.
  private static func words(_ columns: String, _ source: String, position: String) -> PostgresStatement {
    PostgresStatement(
      """
      SELECT id, position, total, words, iteration, at FROM (
        SELECT *, count(*) OVER () AS total,
          sum(octet_length(words)) OVER (ORDER BY created_at DESC, id DESC, position DESC) - octet_length(words) AS before
        FROM (\(columns) FROM \(source)
          WHERE l.id = ANY ($1::varchar[]) AND (l.id <> $2 OR \(position) < $3::bigint)) w
      ) w WHERE before < \(TextPage.maximumBytes) ORDER BY created_at DESC, id DESC, position DESC
      """, isPlannedAnew: true)
  }

  static let notes = PostgresStatement(
    "SELECT loop_id, feedback, stored_at FROM objective_feedback WHERE loop_id = ANY ($1::varchar[])",
    isPlannedAnew: true)
}
