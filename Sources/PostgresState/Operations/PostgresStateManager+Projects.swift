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
    try await read(of: nil) { connection in
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
    let now = try await now()
    return try await write(once: call, to: { _ in project }) { connection, scope in
      let deleted = try scope.begin(ProjectSQL.plans.delete(.text(project.value)), on: connection)[0]
      guard deleted.affectedRows == 1 else { throw try ProjectSQL.plans.noDocument(of: project, on: connection) }
      _ = try scope.end(ProjectRecordSQL.touch(.text(project.value), .text(now.value)), on: connection)
      return Deletion()
    }
  }

  /// Reads every project's name and latest change, chooses here, and counts what the chosen ones have.
  public func projects(
    matching query: SearchQuery?, after cursor: Cursor<ChangeKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectOverview, ChangeKey> {
    let list = ProjectList(query, after: cursor)
    return try await read(of: nil) { connection in
      let keys = try connection.execute(ProjectRecordSQL.changes()).read { row in
        ChangeKey(changedAt: try row.next(), name: try row.next())
      }
      let next = list.next(of: keys, limit: limit)
      let times = Dictionary(uniqueKeysWithValues: next.map { ($0.name, $0.changedAt) })
      let overviews = try connection.execute(ProjectRecordSQL.counts(.texts(next.map(\.name.value)))).read { row in
        let name: Name = try row.next()
        return ProjectOverview(
          projectName: name, projectStatus: try row.next(), roadmapStatus: try row.next(), specCount: try row.next(),
          loopCount: try row.next(), activeLoopCount: try row.next(), waitingLoopCount: try row.next(),
          updatedAt: times[name]!)
      }
      return Page(overviews.sorted { ChangeKey.precedes($0.key, $1.key) }, limit: limit, key: \.key)
    }
  }

  /// Fails with `not_found` where the project has never begun.
  func require(_ project: Name, on connection: isolated PostgresConnection) throws {
    let isKnown = try connection.execute(ProjectRecordSQL.isKnown(.text(project.value))).readFirst {
      try $0.next() as Bool
    }
    guard isKnown != true else { return }
    throw Failure.noSuchProject(project, among: try connection.execute(ProjectRecordSQL.names()).texts())
  }

  /// Reads all parts of the picture in one round trip.
  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    let name = PostgresValue.text(project.value)
    return try await read(of: project) { [self] connection in
      let results = try connection.pipeline([
        ProjectSQL.statuses(name), ProjectSQL.specCounts(name), ProjectSQL.latestSpecs(name),
        ProjectSQL.activeLoops(name), ProjectSQL.completedDrafts(name),
      ])
      let (isThere, projectStatus, roadmapStatus, activeLoops): (Bool, ProjectStatus?, RoadmapStatus?, Int) =
        try results[0].readFirst { (try $0.next(), try $0.next(), try $0.next(), try $0.next()) }!
      if !isThere { try require(project, on: connection) }
      let counts: [(SpecStatus, Int)] = try results[1].read { (try $0.next(), try $0.next()) }
      return ProjectPicture(
        projectName: project, projectStatus: projectStatus, roadmapStatus: roadmapStatus,
        specCounts: Dictionary(uniqueKeysWithValues: counts), specs: try results[2].read { try SpecSummary(&$0) },
        activeLoopCount: activeLoops,
        activeLoops: try results[3].read { row in
          let reason: Decision.Reason? = try row.next()
          let (question, answer): (CriticFeedback?, HumanGuidance?) = (try row.optionalModel(), try row.optionalModel())
          let loop = try Loop(&row)
          return ActiveLoop(
            loop: loop, lastDecision: reason.map { decision($0, on: loop) }, question: question, lastAnswer: answer)
        },
        completedDrafts: try results[4].read { CompletedDraft(loopID: try $0.next(), specName: try $0.next()) })
    }
  }
}

extension PostgresCommand {
  /// Makes the project's record, unless it is there or its name is too much like another one's.
  static func beginning(_ project: Name, at time: Timestamp) -> PostgresCommand {
    ProjectRecordSQL.begin(.text(project.value), .text(project.folded), .text(time.value))
  }
}

extension PostgresConnection {
  /// Mends what may have kept a project from beginning, for another attempt: the names of earlier versions that have yet to
  /// be folded.
  ///
  /// - Throws: `conflict` where another project has the name, about.
  func admit(_ project: Name) throws {
    let results = try pipeline([
      ProjectRecordSQL.unfolded(), ProjectRecordSQL.isThere(.text(project.value)),
      ProjectRecordSQL.owner(.text(project.folded)),
    ])
    let earlier: [Name] = try results[0].read { try $0.next() }
    if !earlier.isEmpty { return try fold(earlier) }
    let isThere: Bool = try results[1].readFirst { try $0.next() } ?? false
    if !isThere, let other: Name = try results[2].readFirst({ try $0.next() }) {
      throw Failure.projectAlike(project, other)
    }
  }

  /// Folds the names of projects of earlier versions; of those that are alike the first one keeps what is compared.
  func fold(_ projects: [Name]) throws {
    for start in stride(from: 0, to: projects.count, by: 500) {
      _ = try pipeline(
        projects[start..<min(start + 500, projects.count)].map {
          ProjectRecordSQL.fold(.text($0.value), .text($0.folded))
        })
    }
  }
}
