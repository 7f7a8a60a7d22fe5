// The PostgreSQL manager's roadmaps, plans and pictures of a project.

import Models
import Postgres
import State

extension PostgresStateManager {
  public func storeRoadmap(_ draft: RoadmapDraft, once call: IdempotentCall?) async throws(Failure) -> Roadmap {
    let now = sources.now()
    let values: [PostgresValue] =
      [.text(draft.projectName.value), .text(now.value), PostgresValue(draft.roadmapTitle?.value)]
      + RoadmapFields.all.map { .text(draft.fields[keyPath: $0.path].value) } + [.text(draft.roadmapStatus.rawValue)]
    return try await write(once: call) { connection, _ in
      let createdAt = try connection.execute(ProjectSQL.storeRoadmap, values)[0].timestamp(0)
      return Roadmap(draft, createdAt: createdAt, updatedAt: now)
    }
  }

  public func roadmap(of project: Name) async throws(Failure) -> Roadmap {
    try await read { connection in
      guard let row = try connection.execute(ProjectSQL.roadmap(.text(project.value))).first else {
        let names = try connection.execute(ProjectSQL.roadmapNames()).map { try $0.text(0) }
        throw Failure.noRoadmap(project, closest: ClosestNames.find(to: project.value, among: names))
      }
      let fields = try row.texts(RoadmapFields.self, named: RoadmapFields.all.map(\.name), from: 4)
      let draft = RoadmapDraft(
        projectName: project, roadmapTitle: try row.optionalValue(Name.self, 3), fields: fields,
        roadmapStatus: try row.choice(RoadmapStatus.self, 4 + RoadmapFields.all.count))
      return Roadmap(draft, createdAt: try row.timestamp(1), updatedAt: try row.timestamp(2))
    }
  }

  public func storePlan(_ draft: ProjectPlanDraft, once call: IdempotentCall?) async throws(Failure) -> ProjectPlan {
    let now = sources.now()
    let values: [PostgresValue] =
      [.text(draft.projectName.value), .text(now.value)]
      + ProjectPlanFields.all.map { .text(draft.fields[keyPath: $0.path].value) }
      + [.text(draft.projectStatus.rawValue)]
    return try await write(once: call) { connection, _ in
      let createdAt = try connection.execute(ProjectSQL.storePlan, values)[0].timestamp(0)
      return ProjectPlan(draft, createdAt: createdAt, updatedAt: now)
    }
  }

  public func plan(of project: Name) async throws(Failure) -> ProjectPlan {
    try await read { connection in
      guard let row = try connection.execute(ProjectSQL.plan(.text(project.value))).first else {
        throw try Self.noPlan(project, on: connection)
      }
      let fields = try row.texts(ProjectPlanFields.self, named: ProjectPlanFields.all.map(\.name), from: 3)
      let draft = ProjectPlanDraft(
        projectName: project, fields: fields,
        projectStatus: try row.choice(ProjectStatus.self, 3 + ProjectPlanFields.all.count))
      return ProjectPlan(draft, createdAt: try row.timestamp(1), updatedAt: try row.timestamp(2))
    }
  }

  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    try await read { connection in
      let rows = try connection.execute(
        ProjectSQL.plans(
          PostgresValue(status?.rawValue), .creation(cursor?.key), .text(cursor?.key?.id ?? ""),
          .int(limit.value + 1)))
      let plans = try rows.map { row in
        let summary = ProjectPlanSummary(
          projectName: try row.value(Name.self, 0), projectStatus: try row.choice(ProjectStatus.self, 1),
          updatedAt: try row.timestamp(2))
        return (CreationKey(createdAt: try row.timestamp(3), id: summary.projectName.value), summary)
      }
      return Page(keyed: plans, limit: limit)
    }
  }

  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Deletion {
    try await write(once: call) { connection, _ in
      guard try connection.execute(ProjectSQL.deletePlan(.text(project.value))).affectedRows == 1 else {
        throw try Self.noPlan(project, on: connection)
      }
      return Deletion()
    }
  }

  private static func noPlan(_ project: Name, on connection: isolated PostgresConnection) throws -> Failure {
    let names = try connection.execute(ProjectSQL.planNames()).map { try $0.text(0) }
    return .noPlan(project, closest: ClosestNames.find(to: project.value, among: names))
  }

  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    let name = PostgresValue.text(project.value)
    return try await read { [self] connection in
      let results = try connection.pipeline([
        ProjectSQL.statuses(name), ProjectSQL.specCounts(name), ProjectSQL.latestSpecs(name),
        ProjectSQL.activeLoops(name),
      ])
      let statuses = results[0][0]
      let counts = try results[1].map { (try $0.choice(SpecStatus.self, 0), try $0.int(1)) }
      return ProjectPicture(
        projectName: project,
        projectStatus: try statuses.isNull(0) ? nil : statuses.choice(ProjectStatus.self, 0),
        roadmapStatus: try statuses.isNull(1) ? nil : statuses.choice(RoadmapStatus.self, 1),
        specCounts: Dictionary(uniqueKeysWithValues: counts),
        specs: try results[2].map { try SpecSummary(row: $0) }, activeLoopCount: try statuses.int(2),
        activeLoops: try results[3].map { row in
          let loop = try Loop(row: row, from: 1)
          return ActiveLoop(loop: loop, lastDecision: try row.isNull(0) ? nil : decision(row, 0, on: loop))
        })
    }
  }
}
