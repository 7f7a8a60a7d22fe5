// Specs as rows: the columns of technical_specs, apart from those that technical_spec_versions has too.

import JSON
import Models
import Postgres
import State

extension ArchivedSpec {
  /// The columns of technical_specs that never change.
  static let fixedColumns: [Column<ArchivedSpec>] =
    [
      Column("id") { .text($0.spec.id.value) },
      Column("project_name") { .text($0.spec.projectName.value) },
      Column("spec_name") { .text($0.spec.specName.value) },
    ]
    + FrozenFields.all.map { field in Column(field.name) { .text($0.spec.frozen[keyPath: field.path].value) } }
    + [Column("created_at", as: "timestamp") { .text($0.spec.createdAt.value) }]

  /// The columns that technical_specs has of the current version, and technical_spec_versions of each replaced one.
  static let versionColumns: [Column<ArchivedSpec>] =
    [Column("phase_name", as: "text") { .text($0.spec.phaseName.value) }]
    + FlexibleFields.all.map { field in
      Column(field.name, as: "text") { PostgresValue($0.spec.flexible[keyPath: field.path]?.value) }
    }
    + [
      Column("additional_sections", as: "jsonb") {
        .text(String(decoding: try JSONModelEncoder.encode($0.spec.additionalSections), as: UTF8.self))
      },
      Column("iteration", as: "integer") { .int($0.spec.iteration) },
      Column("version", as: "integer") { .int($0.spec.version) },
      Column("spec_status", as: "text") { .text($0.spec.specStatus.rawValue) },
      Column("updated_at", as: "timestamp") { .text($0.spec.updatedAt.value) },
      Column("changed_fields", as: "text[]") { .texts($0.changedFields) },
    ]

  /// The values of all columns, the fixed ones first.
  var values: [PostgresValue] {
    get throws { try Self.fixedColumns.values(of: self) + Self.versionColumns.values(of: self) }
  }

  /// Reads `SpecSQL.columns`: the fixed ones, then those of a version.
  init(_ row: inout PostgresRowReader) throws {
    let (id, project, name): (SpecID, Name, SpecName) = (try row.next(), try row.next(), try row.next())
    let frozen: FrozenFields = try row.fields()
    let createdAt: Timestamp = try row.next()
    let phase: Name = try row.next()
    var flexible = FlexibleFields()
    for field in FlexibleFields.all { flexible[keyPath: field.path] = try row.next() }
    let spec = Spec(
      id: id, projectName: project, specName: name, phaseName: phase, frozen: frozen, flexible: flexible,
      additionalSections: try row.model(), iteration: try row.next(), version: try row.next(),
      specStatus: try row.next(), createdAt: createdAt, updatedAt: try row.next())
    self.init(spec: spec, changedFields: try row.next())
  }
}

extension Spec {
  /// Reads `SpecSQL.columns`.
  init(_ row: inout PostgresRowReader) throws { self = try ArchivedSpec(&row).spec }
}

extension SpecSummary {
  /// Reads `SpecSQL.summaryColumns`.
  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    self.init(
      specName: try row.next(), phaseName: try row.next(), specStatus: try row.next(), iteration: try row.next(),
      version: try row.next(), updatedAt: try row.next())
  }
}
