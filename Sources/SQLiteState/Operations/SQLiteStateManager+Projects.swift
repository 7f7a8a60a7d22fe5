// SQLiteStateManager, projects: roadmaps, plans, pictures.

import Models
import SQLite
import State

extension SQLiteStateManager {
  /// Inserts the roadmap, or updates the project's row.
  public func storeRoadmap(
    _ draft: RoadmapDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt> {
    try await write(once: call) { [sources] file in
      let now = sources.now()
      let new = Roadmap(draft, createdAt: now, updatedAt: now)
      let createdAt = try file.first(ProjectSQL.storeRoadmap(new), Timestamp.read)
      return RoadmapReceipt(draft, createdAt: createdAt ?? now, updatedAt: now)
    }
  }

  /// Reads the roadmap; on failure also the projects most alike that have one.
  public func roadmap(of project: Name) async throws(Failure) -> Roadmap {
    try await read { file in
      guard let roadmap = try file.first(ProjectSQL.roadmap(project), Roadmap.columns.read) else {
        throw try file.noRoadmap(project)
      }
      return roadmap
    }
  }

  /// Inserts the plan, or updates the project's row.
  public func storePlan(
    _ draft: ProjectPlanDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt> {
    try await write(once: call) { [sources] file in
      let now = sources.now()
      let new = ProjectPlan(draft, createdAt: now, updatedAt: now)
      let createdAt = try file.first(ProjectSQL.storePlan(new), Timestamp.read)
      return ProjectPlanReceipt(draft, createdAt: createdAt ?? now, updatedAt: now)
    }
  }

  /// Reads the plan; on failure also the projects most alike that have one.
  public func plan(of project: Name) async throws(Failure) -> ProjectPlan {
    try await read { file in
      guard let plan = try file.first(ProjectSQL.plan(project), ProjectPlan.columns.read) else {
        throw try file.noPlan(project)
      }
      return plan
    }
  }

  /// Reads one page by its keys in one statement.
  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    let last = cursor?.key ?? .newest
    let more = limit.value + 1
    let command =
      status.map { ProjectSQL.plansByStatus(last.createdAt, last.id, more, $0) }
      ?? ProjectSQL.plans(last.createdAt, last.id, more)
    return try await read { file in
      let plans = try file.all(command) { row in
        let summary = try ProjectPlanSummary.columns.read(&row)
        return (CreationKey(createdAt: try Timestamp.read(&row), id: summary.projectName.value), summary)
      }
      return Page(keyed: plans, limit: limit)
    }
  }

  /// Deletes the plan's row.
  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try await write(once: call) { file in
      guard try file.run(ProjectSQL.deletePlan(project)) == 1 else { throw try file.noPlan(project) }
      return Deletion()
    }
  }

  /// Reads all parts of the picture at one moment.
  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    try await read { file in
      let counts = try file.all(ProjectSQL.specCounts(project)) { row in
        (try SpecStatus.read(&row), try Int.read(&row))
      }
      return ProjectPicture(
        projectName: project, projectStatus: try file.first(ProjectSQL.planStatus(project), ProjectStatus.read),
        roadmapStatus: try file.first(ProjectSQL.roadmapStatus(project), RoadmapStatus.read),
        specCounts: Dictionary(uniqueKeysWithValues: counts),
        specs: try file.all(ProjectSQL.latestSpecs(project), SpecSummary.columns.read),
        activeLoopCount: try file.first(ProjectSQL.activeLoopCount(project), Int.read) ?? 0,
        activeLoops: try activeLoops(of: project, in: file))
    }
  }

  /// The most urgent loops: among the latest changed of each status.
  private func activeLoops(of project: Name, in file: SQLiteConnection) throws -> [ActiveLoop] {
    let candidates = try LoopStatus.allCases.filter { $0 != .completed }.flatMap { status in
      try file.all(ProjectSQL.activeLoops(project, status), LoopRecord.columns.read)
    }
    return candidates.sorted { $0.loop.isMoreUrgent(than: $1.loop) }.prefix(ProjectPicture.maximumLoops)
      .map { record in
        let loop = record.loop
        let decision = record.decisionReason.map {
          Decision($0, scores: loop.scoreHistory, threshold: policies[loop.loopType].threshold)
        }
        return ActiveLoop(loop: loop, lastDecision: decision)
      }
  }
}
