// SQLiteStateManager, projects: roadmaps, plans, pictures.

import Models
import SQLite
import State

extension SQLiteStateManager {
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

  /// Inserts the document, or keeps the replaced version and changes it, unless the changes change nothing.
  private func store<Kind>(
    _ changes: DocumentChanges<Kind>, in table: DocumentTable<Kind>, of project: Name,
    expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<DocumentReceipt<Kind>> {
    try await write(once: call) { [sources] file in
      guard let current = try file.first(table.get(project), table.columns.read)?.document else {
        guard version == nil, changes.restoredVersion == nil else { throw try file.noDocument(in: table, of: project) }
        let first = try changes.first(of: project, at: sources.now())
        try file.begin(project, at: first.document.createdAt)
        try file.run(table.insert(first))
        return DocumentReceipt(first)
      }
      let restored = try changes.restoredContent(of: current) { number in
        try file.version(number, of: current, in: table, asked: "restore_version")
      }
      let stored = try current.applying(changes, restoring: restored, expecting: version, at: sources.now())
      if !stored.changedFields.isEmpty {
        try file.run(table.keepVersion(project))
        try file.run(table.update(stored))
      }
      return DocumentReceipt(stored)
    }
  }

  private func document<Kind>(
    _ table: DocumentTable<Kind>, of project: Name, version: VersionNumber?
  ) async throws(Failure) -> ProjectDocument<Kind> {
    try await read { file in
      guard let current = try file.first(table.get(project), table.columns.read)?.document else {
        throw try file.noDocument(in: table, of: project)
      }
      guard let version, version.value != current.version else { return current }
      return try file.version(version, of: current, in: table, asked: "version")
    }
  }

  /// Reads one page by its keys in one statement.
  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    let last = cursor?.key ?? .newest
    let more = limit.value + 1
    let command =
      status.map { ProjectSQL.planListByStatus(last.createdAt, last.id, more, $0) }
      ?? ProjectSQL.planList(last.createdAt, last.id, more)
    return try await read { file in
      let plans = try file.all(command) { row in
        let summary = try ProjectPlanSummary.columns.read(&row)
        return (CreationKey(createdAt: try Timestamp.read(&row), id: summary.projectName.value), summary)
      }
      return Page(keyed: plans, limit: limit)
    }
  }

  /// Deletes the plan's row; versions follow by ON DELETE CASCADE.
  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try await write(once: call) { [sources] file in
      guard try file.run(ProjectSQL.plans.delete(project)) == 1 else {
        throw try file.noDocument(in: ProjectSQL.plans, of: project)
      }
      try file.run(ProjectRecordSQL.touch(project, sources.now()))
      return Deletion()
    }
  }

  /// Reads every project's name and latest change, chooses here, and counts what the chosen ones have.
  public func projects(
    matching query: SearchQuery?, after cursor: Cursor<ChangeKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectOverview, ChangeKey> {
    let list = ProjectList(query, after: cursor)
    return try await read { file in
      let keys = try file.all(ProjectRecordSQL.changes()) { row in
        ChangeKey(changedAt: try Timestamp.read(&row), name: try Name.read(&row))
      }
      let overviews = try list.next(of: keys, limit: limit).compactMap { key in
        try file.first(ProjectRecordSQL.counts(key.name)) { row in
          ProjectOverview(
            projectName: key.name, projectStatus: try ProjectStatus?.read(&row),
            roadmapStatus: try RoadmapStatus?.read(&row), specCount: try row.int(), loopCount: try row.int(),
            activeLoopCount: try row.int(), waitingLoopCount: try row.int(), updatedAt: key.changedAt)
        }
      }
      return Page(overviews, limit: limit, key: \.key)
    }
  }

  /// Reads all parts of the picture at one moment.
  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    try await read { file in
      try file.require(project)
      let counts = try file.all(ProjectSQL.specCounts(project)) { row in
        (try SpecStatus.read(&row), try Int.read(&row))
      }
      return ProjectPicture(
        projectName: project, projectStatus: try file.first(ProjectSQL.planStatus(project), ProjectStatus.read),
        roadmapStatus: try file.first(ProjectSQL.roadmapStatus(project), RoadmapStatus.read),
        specCounts: Dictionary(uniqueKeysWithValues: counts),
        specs: try file.all(ProjectSQL.latestSpecs(project), SpecSummary.columns.read),
        activeLoopCount: try file.first(ProjectSQL.activeLoopCount(project), Int.read) ?? 0,
        activeLoops: try activeLoops(of: project, in: file),
        completedDrafts: try file.all(ProjectSQL.completedDrafts(project)) { row in
          CompletedDraft(loopID: try LoopID.read(&row), specName: try SpecName.read(&row))
        })
    }
  }

  /// The most urgent loops: among the latest changed of each status.
  private func activeLoops(of project: Name, in file: SQLiteConnection) throws -> [ActiveLoop] {
    let candidates = try LoopStatus.allCases.filter { !$0.isOver }.flatMap { status in
      try file.all(ProjectSQL.activeLoops(project, status), LoopRecord.columns.read)
    }
    return try candidates.sorted { $0.loop.isMoreUrgent(than: $1.loop) }.prefix(ProjectPicture.maximumLoops)
      .map { record in
        let loop = record.loop
        let decision = record.decisionReason.map {
          Decision($0, scores: loop.scoreHistory, threshold: policies[loop.loopType].threshold)
        }
        guard loop.status == .userInput else { return ActiveLoop(loop: loop, lastDecision: decision) }
        return ActiveLoop(
          loop: loop, lastDecision: decision,
          question: try file.first(HistorySQL.feedback(loop.id, Int.max, 1)) { row in
            try row.model(CriticFeedback.self)
          },
          lastAnswer: try file.first(HistorySQL.guidance(loop.id, Int.max, 1), ArchivedGuidance.columns.read)
            .map { HumanGuidance($0) })
      }
  }
}
