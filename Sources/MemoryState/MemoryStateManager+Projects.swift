// MemoryStateManager, projects: roadmaps, plans, pictures.

import Models
import State

extension MemoryStateManager {
  /// Replaces the project's roadmap; a project begins to exist with its first.
  public func storeRoadmap(
    _ draft: RoadmapDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt> {
    try write(once: call) { (state) throws(Failure) in
      let now = sources.now()
      let earlier = state.projects[draft.projectName]?.roadmap
      let roadmap = Roadmap(draft, createdAt: earlier?.createdAt ?? now, updatedAt: now)
      try state.charge(roadmap.heldBytes - (earlier?.heldBytes ?? 0), in: draft.projectName)
      state.projects[draft.projectName, default: ProjectRecord()].roadmap = roadmap
      return RoadmapReceipt(draft, createdAt: roadmap.createdAt, updatedAt: now)
    }
  }

  /// Offers, on failure, the projects most alike that have a roadmap.
  public func roadmap(of project: Name) async throws(Failure) -> Roadmap {
    try read { (state) throws(Failure) in
      if let roadmap = state.projects[project]?.roadmap { return roadmap }
      throw Failure.noRoadmap(project, closest: state.projectsAlike(project) { $0.roadmap != nil })
    }
  }

  /// Replaces the project's plan; a project begins to exist with its first.
  public func storePlan(
    _ draft: ProjectPlanDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt> {
    try write(once: call) { (state) throws(Failure) in
      let now = sources.now()
      let earlier = state.projects[draft.projectName]?.plan
      let plan = ProjectPlan(draft, createdAt: earlier?.createdAt ?? now, updatedAt: now)
      try state.charge(plan.heldBytes - (earlier?.heldBytes ?? 0), in: draft.projectName)
      state.projects[draft.projectName, default: ProjectRecord()].plan = plan
      return ProjectPlanReceipt(draft, createdAt: plan.createdAt, updatedAt: now)
    }
  }

  /// Offers, on failure, the projects most alike that have a plan.
  public func plan(of project: Name) async throws(Failure) -> ProjectPlan {
    try read { (state) throws(Failure) in
      if let plan = state.projects[project]?.plan { return plan }
      throw Failure.noPlan(project, closest: state.projectsAlike(project) { $0.plan != nil })
    }
  }

  /// Sorts the plans of all projects anew with each call.
  public func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey> {
    try read { (state) throws(Failure) in
      let plans = state.projects.values.compactMap(\.plan).filter { status == nil || $0.projectStatus == status }
      let keyed = plans.map { (CreationKey(createdAt: $0.createdAt, id: $0.projectName.value), $0) }
        .filter { entry in cursor?.key.map { CreationKey.precedes(entry.0, $0) } ?? true }
        .sorted { CreationKey.precedes($1.0, $0.0) }
        .prefix(limit.value + 1)
      return Page(keyed: keyed.map { ($0.0, ProjectPlanSummary($0.1)) }, limit: limit)
    }
  }

  /// Deletes the plan alone; specs, loops and roadmap stay.
  public func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try write(once: call) { (state) throws(Failure) in
      guard let plan = state.projects[project]?.plan else {
        throw Failure.noPlan(project, closest: state.projectsAlike(project) { $0.plan != nil })
      }
      state.release(plan.heldBytes)
      state.projects[project]?.plan = nil
      return Deletion()
    }
  }

  /// Builds the picture from the whole project under one lock.
  public func picture(of project: Name) async throws(Failure) -> ProjectPicture {
    try read { (state) throws(Failure) in
      let record = state.projects[project] ?? ProjectRecord()
      let specs = record.specs.values.map(\.current)
      let active = record.loops.compactMap { state.loops[LoopID(trusted: $0.id)] }
        .filter { $0.loop.status != .completed }
      return ProjectPicture(
        projectName: project, projectStatus: record.plan?.projectStatus, roadmapStatus: record.roadmap?.roadmapStatus,
        specCounts: Dictionary(specs.map { ($0.specStatus, 1) }, uniquingKeysWith: +),
        specs: specs.sorted { ($1.updatedAt, $0.specName) < ($0.updatedAt, $1.specName) }
          .prefix(ProjectPicture.maximumSpecs).map { SpecSummary($0) },
        activeLoopCount: active.count,
        activeLoops: active.sorted { $0.loop.isMoreUrgent(than: $1.loop) }.prefix(ProjectPicture.maximumLoops)
          .map { ActiveLoop(loop: $0.loop, lastDecision: $0.lastDecision) })
    }
  }
}
