// The columns of roadmaps and project plans, and of their versions.

import Models
import SQLite
import State

extension DocumentContent {
  static var columns: Columns<DocumentContent> {
    Columns(
      Column(titleOf: \DocumentContent.title, Kind.self), Column(document: \.fields),
      Column(json: "additional_sections", \.additionalSections), Column(Kind.statusName, choice: \.status),
      make: DocumentContent.init(title:fields:additionalSections:status:))
  }
}

extension DocumentVersion {
  static var columns: Columns<DocumentVersion> {
    Columns(
      Column("project_name", \DocumentVersion.document.projectName),
      Column(DocumentContent<Kind>.columns, \.document.content), Column("version", \.document.version),
      Column("created_at", \.document.createdAt), Column("updated_at", \.document.updatedAt),
      Column(json: "changed_fields", \.changedFields)
    ) { project, content, version, createdAt, updatedAt, changedFields in
      let document = ProjectDocument(
        projectName: project, content: content, version: version, createdAt: createdAt, updatedAt: updatedAt)
      return DocumentVersion(document: document, changedFields: changedFields)
    }
  }
}

extension ProjectPlanSummary {
  /// The columns of project_plans in a summary.
  static let columns = Columns(
    Column("project_name", \ProjectPlanSummary.projectName), Column("project_status", \.projectStatus),
    Column("updated_at", \.updatedAt), make: ProjectPlanSummary.init(projectName:projectStatus:updatedAt:))
}
