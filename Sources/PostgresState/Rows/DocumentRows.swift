// Roadmaps and project plans as rows, a table each.

import Models
import Postgres
import State

extension Roadmap {
  static let columns: [Column<Roadmap>] =
    [
      Column("project_name") { .text($0.projectName.value) },
      Column("created_at", as: "timestamp") { .text($0.createdAt.value) },
      Column("updated_at", as: "timestamp") { .text($0.updatedAt.value) },
      Column("roadmap_title") { PostgresValue($0.roadmapTitle?.value) },
    ]
    + RoadmapFields.all.map { field in Column(field.name) { .text($0.fields[keyPath: field.path].value) } }
    + [Column("roadmap_status") { .text($0.roadmapStatus.rawValue) }]

  /// Reads the columns above.
  init(_ row: inout PostgresRowReader) throws {
    let (project, createdAt, updatedAt): (Name, Timestamp, Timestamp) = (try row.next(), try row.next(), try row.next())
    self.init(
      projectName: project, roadmapTitle: try row.next(), fields: try row.fields(), roadmapStatus: try row.next(),
      createdAt: createdAt, updatedAt: updatedAt)
  }
}

extension ProjectPlan {
  static let columns: [Column<ProjectPlan>] =
    [
      Column("project_name") { .text($0.projectName.value) },
      Column("created_at", as: "timestamp") { .text($0.createdAt.value) },
      Column("updated_at", as: "timestamp") { .text($0.updatedAt.value) },
    ]
    + ProjectPlanFields.all.map { field in Column(field.name) { .text($0.fields[keyPath: field.path].value) } }
    + [Column("project_status") { .text($0.projectStatus.rawValue) }]

  /// Reads the columns above.
  init(_ row: inout PostgresRowReader) throws {
    let (project, createdAt, updatedAt): (Name, Timestamp, Timestamp) = (try row.next(), try row.next(), try row.next())
    self.init(
      projectName: project, fields: try row.fields(), projectStatus: try row.next(), createdAt: createdAt,
      updatedAt: updatedAt)
  }
}
