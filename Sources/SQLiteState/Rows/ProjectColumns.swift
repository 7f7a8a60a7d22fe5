// The columns of roadmaps and project plans.

import Models
import SQLite
import State

extension Roadmap {
  static let columns = Columns(
    Column("project_name", \Roadmap.projectName), Column("roadmap_title", \.roadmapTitle), Column(fields: \.fields),
    Column("roadmap_status", \.roadmapStatus), Column("created_at", \.createdAt), Column("updated_at", \.updatedAt),
    make: Roadmap.init(projectName:roadmapTitle:fields:roadmapStatus:createdAt:updatedAt:))
}

extension ProjectPlan {
  static let columns = Columns(
    Column("project_name", \ProjectPlan.projectName), Column(fields: \.fields),
    Column("project_status", \.projectStatus), Column("created_at", \.createdAt), Column("updated_at", \.updatedAt),
    make: ProjectPlan.init(projectName:fields:projectStatus:createdAt:updatedAt:))
}

extension ProjectPlanSummary {
  /// The columns of project_plans in a summary.
  static let columns = Columns(
    Column("project_name", \ProjectPlanSummary.projectName), Column("project_status", \.projectStatus),
    Column("updated_at", \.updatedAt), make: ProjectPlanSummary.init(projectName:projectStatus:updatedAt:))
}
