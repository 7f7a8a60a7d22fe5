// PostgresStateManager, projects: roadmaps, plans, pictures.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Stores the project's roadmap.
  public func storeRoadmap(
    _ changes: RoadmapChanges, of project: Name, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt> {
    try await store(changes, in: ProjectSQL.roadmaps, of: project, expecting: version, once: call)
  }

  /// Reads the roadmap; on failure also the projects most alike that have one.
  public func roadmap(of project: Name, version: VersionNumber?) async throws(Failure) -> Roadmap {
    try await document(ProjectSQL.roadmaps, of: project, version: version)
  }

  /// Stores the project's plan.
  public func storePlan(
    _ changes: ProjectPlanChanges, of project: Name, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt> {
    try await store(changes, in: ProjectSQL.plans, of: project, expecting: version, once: call)
  }

  /// Reads the plan; on failure also the projects most alike that have one.
  public func plan(of project: Name, version: VersionNumber?) async throws(Failure) -> ProjectPlan {
    try await document(ProjectSQL.plans, of: project, version: version)
  }

  /// Reads one page by its keys in one statement.
  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    try await read { connection in
      let rows = try connection.execute(
        ProjectSQL.planList(
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

  /// Deletes the plan's row; versions follow by ON DELETE CASCADE.
  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    let author = recording.author(of: call, at: try await now())
    return try await write(once: call) { connection, _ in
      guard try !connection.execute(ProjectSQL.plans.delete(.text(project.value), by: author)).isEmpty else {
        throw try ProjectSQL.plans.noDocument(of: project, on: connection)
      }
      return Deletion()
    }
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
