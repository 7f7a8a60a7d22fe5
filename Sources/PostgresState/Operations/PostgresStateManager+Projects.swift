// PostgresStateManager, projects: roadmaps, plans, pictures.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Inserts the roadmap, or updates the project's row.
  public func storeRoadmap(
    _ draft: RoadmapDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt> {
    let now = try await now()
    return try await write(once: call) { connection, _ in
      let values = try Roadmap.columns.values(of: Roadmap(draft, createdAt: now, updatedAt: now))
      let createdAt: Timestamp = try connection.execute(ProjectSQL.storeRoadmap, values).readFirst { try $0.next() }!
      return RoadmapReceipt(draft, createdAt: createdAt, updatedAt: now)
    }
  }

  /// Reads the roadmap; on failure also the projects most alike that have one.
  public func roadmap(of project: Name) async throws(Failure) -> Roadmap {
    try await read { connection in
      let rows = try connection.execute(ProjectSQL.roadmap(.text(project.value)))
      if let roadmap = try rows.readFirst({ try Roadmap(&$0) }) { return roadmap }
      let names = try connection.execute(ProjectSQL.roadmapNames()).texts()
      throw Failure.noRoadmap(project, closest: ClosestNames.find(to: project.value, among: names))
    }
  }

  /// Inserts the plan, or updates the project's row.
  public func storePlan(
    _ draft: ProjectPlanDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt> {
    let now = try await now()
    return try await write(once: call) { connection, _ in
      let values = try ProjectPlan.columns.values(of: ProjectPlan(draft, createdAt: now, updatedAt: now))
      let createdAt: Timestamp = try connection.execute(ProjectSQL.storePlan, values).readFirst { try $0.next() }!
      return ProjectPlanReceipt(draft, createdAt: createdAt, updatedAt: now)
    }
  }

  /// Reads the plan; on failure also the projects most alike that have one.
  public func plan(of project: Name) async throws(Failure) -> ProjectPlan {
    try await read { connection in
      let rows = try connection.execute(ProjectSQL.plan(.text(project.value)))
      guard let plan = try rows.readFirst({ try ProjectPlan(&$0) }) else {
        throw try Self.noPlan(project, on: connection)
      }
      return plan
    }
  }

  /// Reads one page by its keys in one statement.
  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    try await read { connection in
      let rows = try connection.execute(
        ProjectSQL.plans(
          PostgresValue(status?.rawValue), .creation(cursor?.key), .text(cursor?.key?.id ?? ""),
          .int(limit.value + 1)))
      let plans = try rows.read { row in
        let summary = ProjectPlanSummary(
          projectName: try row.next(), projectStatus: try row.next(), updatedAt: try row.next())
        return (CreationKey(createdAt: try row.next(), id: summary.projectName.value), summary)
      }
      return Page(keyed: plans, limit: limit)
    }
  }

  /// Deletes the plan's row.
  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try await write(once: call) { connection, _ in
      guard try connection.execute(ProjectSQL.deletePlan(.text(project.value))).affectedRows == 1 else {
        throw try Self.noPlan(project, on: connection)
      }
      return Deletion()
    }
  }

  private static func noPlan(_ project: Name, on connection: isolated PostgresConnection) throws -> Failure {
    let names = try connection.execute(ProjectSQL.planNames()).texts()
    return .noPlan(project, closest: ClosestNames.find(to: project.value, among: names))
  }

  /// Reads all parts of the picture in one round trip.
  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    let name = PostgresValue.text(project.value)
    return try await read { [self] connection in
      let results = try connection.pipeline([
        ProjectSQL.statuses(name), ProjectSQL.specCounts(name), ProjectSQL.latestSpecs(name),
        ProjectSQL.activeLoops(name),
      ])
      let (projectStatus, roadmapStatus, activeLoops): (ProjectStatus?, RoadmapStatus?, Int) =
        try results[0].readFirst { (try $0.next(), try $0.next(), try $0.next()) }!
      let counts: [(SpecStatus, Int)] = try results[1].read { (try $0.next(), try $0.next()) }
      return ProjectPicture(
        projectName: project, projectStatus: projectStatus, roadmapStatus: roadmapStatus,
        specCounts: Dictionary(uniqueKeysWithValues: counts), specs: try results[2].read { try SpecSummary(&$0) },
        activeLoopCount: activeLoops,
        activeLoops: try results[3].read { row in
          let reason: Decision.Reason? = try row.next()
          let loop = try Loop(&row)
          return ActiveLoop(loop: loop, lastDecision: reason.map { decision($0, on: loop) })
        })
    }
  }
}
