// MemoryStateManager, projects: roadmaps, plans, pictures.

import Models
import State

extension MemoryStateManager {
  /// Appends a version to those of the project's roadmap.
  public func storeRoadmap(
    _ changes: RoadmapChanges, of project: Name, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt> {
    try store(changes, in: \.roadmap, of: project, expecting: version, once: call)
  }

  /// Reads every version from the same record.
  public func roadmap(of project: Name, version: VersionNumber?) async throws(Failure) -> Roadmap {
    try read { (state) throws(Failure) in try state.document(\.roadmap, of: project, version: version) }
  }

  /// Appends a version to those of the project's plan.
  public func storePlan(
    _ changes: ProjectPlanChanges, of project: Name, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt> {
    try store(changes, in: \.plan, of: project, expecting: version, once: call)
  }

  /// Reads every version from the same record.
  public func plan(of project: Name, version: VersionNumber?) async throws(Failure) -> ProjectPlan {
    try read { (state) throws(Failure) in try state.document(\.plan, of: project, version: version) }
  }

  /// Appends a version, unless the changes change nothing; a project begins to exist with its first document.
  private func store<Kind>(
    _ changes: DocumentChanges<Kind>, in path: DocumentPath<Kind>, of project: Name, expecting version: VersionNumber?,
    once call: IdempotentCall?
  ) throws(Failure) -> Written<DocumentReceipt<Kind>> {
    try write(once: call) { (state) throws(Failure) in
      let stored: DocumentVersion<Kind>
      if let current = state.projects[project]?[keyPath: path].last?.document {
        let restored = try changes.restoredContent(of: current) { (number) throws(Failure) in
          try state.document(path, of: project, version: number, asked: "restore_version")
        }
        stored = try current.applying(changes, restoring: restored, expecting: version, at: sources.now())
      } else {
        guard version == nil, changes.restoredVersion == nil else { throw state.noDocument(path, of: project) }
        stored = try changes.first(of: project, at: sources.now())
      }
      if !stored.changedFields.isEmpty {
        try state.charge(stored.heldBytes, in: project, at: stored.document.updatedAt)
        state.projects[project]?[keyPath: path].append(stored)
      }
      return DocumentReceipt(stored)
    }
  }

  /// Sorts the plans of all projects anew with each call.
  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    try read { (state) throws(Failure) in
      let plans = state.projects.values.compactMap(\.plan.last?.document)
        .filter { status == nil || $0.status == status }
      let keyed = plans.map { (CreationKey(createdAt: $0.createdAt, id: $0.projectName.value), $0) }
        .filter { entry in cursor?.key.map { CreationKey.precedes(entry.0, $0) } ?? true }
        .sorted { CreationKey.precedes($1.0, $0.0) }
        .prefix(limit.value + 1)
      return Page(keyed: keyed.map { ($0.0, ProjectPlanSummary($0.1)) }, limit: limit)
    }
  }

  /// Deletes the plan with its versions; specs, loops and roadmap stay.
  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try write(once: call) { (state) throws(Failure) in
      let versions = state.projects[project]?.plan ?? []
      if versions.isEmpty { throw state.noDocument(\.plan, of: project) }
      state.release(versions.reduce(0) { $0 + $1.heldBytes })
      state.projects[project]?.plan = []
      state.noteDeletion(in: project, at: sources.now())
      return Deletion()
    }
  }

  /// Looks at every loop and spec of every project.
  public func projects(
    matching query: SearchQuery?, after cursor: Cursor<ChangeKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectOverview, ChangeKey> {
    try read { (state) throws(Failure) in
      let keys = state.projects.map { name, record in
        ChangeKey(changedAt: record.lastChange { state.loops[$0]?.loop }, name: name)
      }
      let next = ProjectList(query, after: cursor).next(of: keys, limit: limit)
      let overviews = next.compactMap { key in
        state.projects[key.name]?.overview(key) { state.loops[$0]?.loop }
      }
      return Page(overviews, limit: limit, key: \.key)
    }
  }

  /// Builds the picture from the whole project under one lock.
  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    try read { (state) throws(Failure) in
      let record = try state.project(project)
      let specs = record.specs.values.map(\.current)
      let active = record.loops.compactMap { state.loops[LoopID(trusted: $0.id)] }
        .filter { !$0.loop.status.isOver }
      return ProjectPicture(
        projectName: project, projectStatus: record.plan.last?.document.status,
        roadmapStatus: record.roadmap.last?.document.status,
        specCounts: Dictionary(specs.map { ($0.specStatus, 1) }, uniquingKeysWith: +),
        specs: specs.sorted { ($1.updatedAt, $0.specName) < ($0.updatedAt, $1.specName) }
          .prefix(ProjectPicture.maximumSpecs).map { SpecSummary($0) },
        activeLoopCount: active.count,
        activeLoops: active.sorted { $0.loop.isMoreUrgent(than: $1.loop) }.prefix(ProjectPicture.maximumLoops)
          .map(\.active),
        completedDrafts: record.completedDrafts { state.loops[$0]?.loop })
    }
  }
}

extension LoopRecord {
  fileprivate var active: ActiveLoop {
    let isWaiting = loop.status == .userInput
    return ActiveLoop(
      loop: loop, lastDecision: lastDecision, question: isWaiting ? feedback.last : nil,
      lastAnswer: isWaiting ? guidance.last : nil)
  }
}

extension ProjectRecord {
  /// - Parameter loop: gives a loop of the project.
  fileprivate func completedDrafts(_ loop: (LoopID) -> Loop?) -> [CompletedDraft] {
    loops.compactMap { loop(LoopID(trusted: $0.id)) }.filter { $0.status == .completed }
      .sorted { $0.isMoreUrgent(than: $1) }.prefix(ProjectPicture.maximumCompleted)
      .compactMap { loop in
        guard let spec = loop.specName, specs[spec]?.current.specStatus == .draft else { return nil }
        return CompletedDraft(loopID: loop.id, specName: spec)
      }
  }

  /// - Parameter loop: gives a loop of the project.
  fileprivate func lastChange(_ loop: (LoopID) -> Loop?) -> Timestamp {
    let times =
      loops.compactMap { loop(LoopID(trusted: $0.id))?.updatedAt } + specs.values.map(\.current.updatedAt)
      + [roadmap.last?.document.updatedAt, plan.last?.document.updatedAt].compactMap { $0 }
    return times.reduce(changedAt, max)
  }

  /// - Parameter loop: gives a loop of the project.
  fileprivate func overview(_ key: ChangeKey, _ loop: (LoopID) -> Loop?) -> ProjectOverview {
    let statuses = loops.compactMap { loop(LoopID(trusted: $0.id))?.status }
    return ProjectOverview(
      projectName: key.name, projectStatus: plan.last?.document.status, roadmapStatus: roadmap.last?.document.status,
      specCount: specs.count, loopCount: loops.count, activeLoopCount: statuses.count { !$0.isOver },
      waitingLoopCount: statuses.count { $0 == .userInput }, updatedAt: key.changedAt)
  }
}

/// The place of a kind of document in a project's record.
private typealias DocumentPath<Kind: ProjectDocumentKind> = WritableKeyPath<ProjectRecord, [DocumentVersion<Kind>]>

extension MemoryState {
  /// - Parameter argument: the argument that asked for the version.
  fileprivate func document<Kind>(
    _ path: DocumentPath<Kind>, of project: Name, version: VersionNumber?, asked argument: String = "version"
  ) throws(Failure) -> ProjectDocument<Kind> {
    let versions = projects[project]?[keyPath: path] ?? []
    guard let current = versions.last?.document else { throw noDocument(path, of: project) }
    guard let version else { return current }
    guard version.value <= versions.count else {
      throw Failure.noSuchVersion(version, of: current, asked: argument)
    }
    return versions[version.value - 1].document
  }

  /// Offers the projects most alike that have a document of the kind.
  fileprivate func noDocument<Kind>(_ path: DocumentPath<Kind>, of project: Name) -> Failure {
    .noDocument(Kind.self, of: project, closest: projectsAlike(project) { !$0[keyPath: path].isEmpty })
  }
}
