// Roadmaps and project plans as rows: the columns of their tables, apart from those that the tables of versions have too.

import JSON
import Models
import Postgres

extension DocumentVersion {
  /// The columns of a document's table that never change.
  static var fixedColumns: [Column<DocumentVersion>] {
    [
      Column("project_name", as: "text") { .text($0.document.projectName.value) },
      Column("created_at", as: "timestamp") { .text($0.document.createdAt.value) },
    ]
  }

  /// The columns that a document's table has of the current version, and its table of versions of each replaced one.
  static var versionColumns: [Column<DocumentVersion>] {
    let title = Kind.titleName.map { name in
      Column<DocumentVersion>(name, as: "text") { PostgresValue($0.document.title?.value) }
    }
    let fields = Kind.Fields.all.map { field in
      Column<DocumentVersion>(field.name, as: "text") { PostgresValue($0.document.fields[keyPath: field.path]?.value) }
    }
    return [title].compactMap { $0 } + fields + [
      Column("additional_sections", as: "jsonb") {
        .text(String(decoding: try JSONModelEncoder.encode($0.document.additionalSections), as: UTF8.self))
      },
      Column(Kind.statusName, as: "text") { .text($0.document.status.rawValue) },
      Column("version", as: "integer") { .int($0.document.version) },
      Column("updated_at", as: "timestamp") { .text($0.document.updatedAt.value) },
      Column("changed_fields", as: "text[]") { .texts($0.changedFields) },
    ]
  }

  /// The values of all columns, the fixed ones first.
  var values: [PostgresValue] {
    get throws { try Self.fixedColumns.values(of: self) + Self.versionColumns.values(of: self) }
  }

  /// Reads the fixed columns, then those of a version.
  init(_ row: inout PostgresRowReader) throws {
    let (project, createdAt): (Name, Timestamp) = (try row.next(), try row.next())
    let title: Name? = Kind.titleName == nil ? nil : try row.next()
    var fields = Kind.Fields()
    for field in Kind.Fields.all { fields[keyPath: field.path] = try row.next() }
    let content = DocumentContent<Kind>(
      title: title, fields: fields, additionalSections: try row.model(), status: try row.next())
    let document = ProjectDocument(
      projectName: project, content: content, version: try row.next(), createdAt: createdAt,
      updatedAt: try row.next())
    self.init(document: document, changedFields: try row.next())
  }
}
