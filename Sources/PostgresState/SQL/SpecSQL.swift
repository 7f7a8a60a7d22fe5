// SpecSQL: every statement on specs and their versions.

import Models
import Postgres
import State

enum SpecSQL {
  /// A spec at a version, as `ArchivedSpec.init(_:)` reads it.
  ///
  /// - Parameter version: the alias of the table that has the version: `s` for the current one.
  private static func columns(version: String) -> String {
    ArchivedSpec.fixedColumns.list(of: "s") + ", " + ArchivedSpec.versionColumns.list(of: version)
  }

  /// A spec at its current version, from `technical_specs s`.
  static let columns = columns(version: "s")

  // MARK: Reading

  /// $1 project, $2 spec.
  static let get = PostgresStatement(
    "SELECT \(columns) FROM technical_specs s WHERE s.project_name = $1 AND s.spec_name = $2")

  /// $1 project, $2 spec: the name of its phase.
  static let phase = PostgresStatement(
    "SELECT s.phase_name FROM technical_specs s WHERE s.project_name = $1 AND s.spec_name = $2")

  /// $1 loop. No row when the loop is not there, nulls when it is not linked.
  static let getLinked = PostgresStatement("SELECT \(columns) FROM \(linked)")

  private static let linked = """
    loop_states l LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    LEFT JOIN technical_specs s ON s.project_name = m.project_name AND s.spec_name = m.spec_name WHERE l.id = $1
    """

  /// $1 spec's id, $2 version: a replaced version of a spec, with the columns of the spec that never change.
  static let getVersion = PostgresStatement(
    """
    SELECT \(columns(version: "v"))
    FROM technical_spec_versions v JOIN technical_specs s ON s.id = v.spec_id
    WHERE v.spec_id = $1 AND v.version = $2
    """)

  /// The columns of a summary.
  static let summaryColumns = "s.spec_name, s.phase_name, s.spec_status, s.iteration, s.version, s.updated_at"

  /// $1 project, $2 status or null, $3 the last name, $4 limit.
  static let list = PostgresStatement(
    """
    SELECT \(summaryColumns) FROM technical_specs s
    WHERE s.project_name = $1 AND ($2::text IS NULL OR s.spec_status = $2) AND s.spec_name COLLATE "C" > $3
    ORDER BY s.spec_name COLLATE "C" LIMIT $4
    """)

  /// $1 project, $2 status or null: the specs among which a query searches.
  static let all = PostgresStatement(
    """
    SELECT \(summaryColumns) FROM technical_specs s
    WHERE s.project_name = $1 AND ($2::text IS NULL OR s.spec_status = $2)
    """)

  /// $1 project.
  static let names = PostgresStatement("SELECT s.spec_name FROM technical_specs s WHERE s.project_name = $1")

  /// $1 project: the projects with specs, if this one has none; one look into the index a project.
  static let projectsBeside = PostgresStatement(
    """
    WITH RECURSIVE projects AS (
      (SELECT project_name FROM technical_specs
       WHERE NOT EXISTS (SELECT FROM technical_specs WHERE project_name = $1) ORDER BY project_name LIMIT 1)
      UNION ALL
      SELECT (SELECT s.project_name FROM technical_specs s WHERE s.project_name > p.project_name
              ORDER BY s.project_name LIMIT 1)
      FROM projects p WHERE p.project_name IS NOT NULL
    )
    SELECT project_name FROM projects WHERE project_name IS NOT NULL
    """)

  /// $1 project, $2 spec, $3 the last version, $4 limit. Nulls in place of a version when there is none left; no row
  /// when there is no such spec.
  static let versions = PostgresStatement(
    """
    SELECT v.version, v.iteration, v.changed_fields, v.updated_at
    FROM technical_specs s LEFT JOIN LATERAL (
      SELECT * FROM (
        SELECT s.version, s.iteration, s.changed_fields, s.updated_at WHERE s.version < $3::bigint
        UNION ALL
        (SELECT o.version, o.iteration, o.changed_fields, o.updated_at FROM technical_spec_versions o
         WHERE o.spec_id = s.id AND o.version < $3::bigint ORDER BY o.version DESC LIMIT $4)
      ) every ORDER BY version DESC LIMIT $4
    ) v ON true
    WHERE s.project_name = $1 AND s.spec_name = $2
    """)

  // MARK: Writing

  /// The values of `fixedColumns` and `versionColumns`, of which $2 is the project. No row when the id or the name is
  /// taken, or the project is not there.
  static let create: PostgresStatement = {
    let columns = ArchivedSpec.fixedColumns + ArchivedSpec.versionColumns
    return PostgresStatement(
      """
      INSERT INTO technical_specs (\(columns.list())) SELECT \(columns.placeholders())
      WHERE EXISTS (SELECT FROM projects WHERE project_name = $2::varchar)
      ON CONFLICT DO NOTHING RETURNING id
      """)
  }()

  /// $1 project, $2 spec.
  static let lock = PostgresStatement(
    "SELECT \(columns) FROM technical_specs s WHERE s.project_name = $1 AND s.spec_name = $2 FOR UPDATE")

  /// $1 loop: the names of its spec. No row when the loop is not there, nulls when it is not linked.
  static let linkedNames = PostgresStatement(
    """
    SELECT m.project_name, m.spec_name FROM loop_states l LEFT JOIN loop_to_spec_mappings m ON m.loop_id = l.id
    WHERE l.id = $1
    """)

  private static let versioned = ArchivedSpec.versionColumns.list()

  /// $1 the spec's id: keeps the version that is about to be replaced.
  static let keepVersion = PostgresStatement(
    """
    INSERT INTO technical_spec_versions (spec_id, \(versioned))
    SELECT s.id, \(ArchivedSpec.versionColumns.list(of: "s")) FROM technical_specs s WHERE s.id = $1
    """)

  /// $1 the spec's id, then the values of `versionColumns`.
  static let update = PostgresStatement(
    """
    UPDATE technical_specs SET (\(versioned)) = (\(ArchivedSpec.versionColumns.placeholders(from: 2))) WHERE id = $1
    """)

  /// $1 project, $2 spec, $3 time, which becomes that of the project's latest change. One row where the spec was there.
  static let delete = PostgresStatement(
    """
    WITH gone AS (DELETE FROM technical_specs WHERE project_name = $1 AND spec_name = $2 RETURNING id), noted AS (
      UPDATE projects SET changed_at = greatest(changed_at, $3::timestamp)
      WHERE project_name = $1 AND EXISTS (SELECT FROM gone)
    )
    SELECT id FROM gone
    """)

  // MARK: Archives

  /// $1 project, $2 the last name: the next spec.
  static let next = PostgresStatement(
    """
    SELECT \(columns) FROM technical_specs s WHERE s.project_name = $1 AND s.spec_name COLLATE "C" > $2
    ORDER BY s.spec_name COLLATE "C" LIMIT 1
    """)

  /// $1 spec's id, $2 the last version: the next replaced version, as `getVersion` gives it.
  static let nextVersion = PostgresStatement(
    """
    SELECT \(columns(version: "v"))
    FROM technical_spec_versions v JOIN technical_specs s ON s.id = v.spec_id
    WHERE v.spec_id = $1 AND v.version > $2 ORDER BY v.version LIMIT 1
    """)

  /// $1 the spec's id, $2 its project, then the values of `versionColumns`. No row when the spec is not there.
  static let restoreVersion = PostgresStatement(
    """
    INSERT INTO technical_spec_versions (spec_id, \(versioned))
    SELECT s.id, \(ArchivedSpec.versionColumns.placeholders(from: 3)) FROM technical_specs s
    WHERE s.id = $1 AND s.project_name = $2
    ON CONFLICT DO NOTHING RETURNING spec_id
    """)

  static let deleteAll = PostgresStatement("DELETE FROM technical_specs WHERE project_name = $1")
}
