// The record of changes: what each operation leaves in it, what leaves nothing, and how it is read and followed.

import Models
import State
import Synchronization

extension ContractGroup {
  /// The record of changes.
  public static let changes = ContractGroup(
    name: "changes",
    cases: [
      ContractCase("records what each operation has changed") { context in
        let manager = try await context.manager()
        let (project, id) = (context.project(), try await everyOperation(context, manager))
        let loop = id.value
        try expectEqual(
          try await manager.allChanges(of: project).map { Told($0.change) },
          [
            Told("loop", loop, "created", iteration: 1), Told("loop", loop, "feedback", iteration: 1),
            Told("loop", loop, "guidance", iteration: 2), Told("loop", loop, "objective_feedback", iteration: 2),
            Told("spec", "one", "created", version: 1), Told("spec", "one", "updated", version: 2),
            Told("loop", loop, "linked", iteration: 2), Told("loop", loop, "unlinked", iteration: 2),
            Told("roadmap", project.value, "created", version: 1),
            Told("roadmap", project.value, "updated", version: 2),
            Told("project_plan", project.value, "created", version: 1),
            Told("project_plan", project.value, "updated", version: 2),
            Told("project_plan", project.value, "deleted", version: 2), Told("spec", "one", "deleted", version: 2),
            Told("loop", loop, "deleted", iteration: 2),
          ])
      },
      ContractCase("tells who made a change, when, and by which call") { context in
        let manager = try await context.manager(recording: ChangeRecording(actor: "Ada \u{1F680}"))
        let call = context.call("create_loop", "first")
        let client = CallingClient(name: "code\u{7}x", version: String(repeating: "1", count: 300))
        try await CallingClient.$current.withValue(client) {
          let draft = LoopDraft(projectName: context.project(), loopType: .plan)
          _ = try await manager.createLoop(draft, once: call)
        }
        _ = try await manager.newSpec(context.project(), "One")
        let changes = try await manager.allChanges(of: context.project())
        let author = changes[0].author
        try expectEqual(author.time, context.clock.now)
        try expectEqual(author.actor, "Ada \u{1F680}")
        try expectEqual(author.client.name, "codex")
        try expectEqual(author.client.version, String(repeating: "1", count: 255))
        try expectEqual(author.idempotencyKey, call.key)
        try expect(author.processID > 0 && !author.host.isEmpty, "\(author)")
        try expectEqual(changes[1].author.client, CallingClient(name: nil, version: nil))
        try expectEqual(changes[1].author.idempotencyKey, nil)
        let unnamed = try await context.manager()
        _ = try await unnamed.newLoop(context.project("unnamed"))
        let actor = try await unnamed.allChanges(of: context.project("unnamed"))[0].author.actor
        try expect(!actor.isEmpty, "no actor")
      },
      ContractCase("records nothing for what changes nothing") { context in
        let manager = try await context.manager()
        let project = context.project()
        let call = context.call("create_loop", "key")
        let draft = LoopDraft(projectName: project, loopType: .plan)
        let loop = try await manager.createLoop(draft, once: call).value
        _ = try await manager.newSpec(project, "One")
        let named = SpecReference.named(project: project, spec: "one")
        _ = try await manager.update(named, .architecture("x"))
        _ = try await manager.link(loop.id, to: "one", in: project, once: nil)
        _ = try await manager.storePlan(ProjectPlanDraft(project, "x"), once: nil)
        _ = try await manager.storeRoadmap(RoadmapDraft(project, "x"), once: nil)
        let before = try await manager.allChanges(of: project)
        try expectEqual(before.count, 6)
        try expect(try await manager.createLoop(draft, once: call).isReplay, "no replay")
        _ = try await manager.update(named, .architecture("x"))
        _ = try await manager.link(loop.id, to: "one", in: project, once: nil)
        _ = try await manager.storePlan(ProjectPlanDraft(project, "x"), once: nil)
        _ = try await manager.storeRoadmap(RoadmapDraft(project, "x"), once: nil)
        try await expectFailure(.alreadyExists, ["phase_name"]) {
          try await manager.createSpec(SpecDraft(project, "One"), once: nil)
        }
        try await expectFailure(.conflict, ["expected_version"]) {
          try await manager.updateSpec(named, .architecture("y"), expecting: 1, once: nil)
        }
        try await expectFailure(.notFound, ["loop_id"]) {
          try await manager.recordFeedback(CriticAssessment(5), on: LoopID(trusted: "00000000"), at: nil, once: nil)
        }
        try await expectFailure(.conflict, ["iteration"]) {
          try await manager.recordFeedback(CriticAssessment(5), on: loop.id, at: 7, once: nil)
        }
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.deleteSpec("other", of: project, once: nil)
        }
        _ = try await manager.unlink(loop.id, once: nil)
        _ = try await manager.unlink(loop.id, once: nil)
        try expectEqual(
          try await manager.allChanges(of: project).dropFirst(6).map { Told($0.change) },
          [
            Told("loop", loop.id.value, "unlinked", iteration: 1)
          ])
      },
      ContractCase("records nothing where it is turned off, and shows what there is") { context in
        let on = try await context.manager()
        let off = try await context.manager(recording: ChangeRecording(isOn: false))
        let loop = try await on.newLoop(context.project())
        _ = try await everyOperation(context, off, named: "off")
        try expectEqual(try await off.allChanges(of: context.project("off")), [])
        let seen = try await on.allChanges(of: context.project())
        try expectEqual(seen.map(\.change.subject), [loop.id.value])
      },
      ContractCase("lists changes newest first, of a project, of a subject, in pages") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let (one, two) = (context.project("one"), context.project("two"))
        let loop = try await manager.newLoop(one)
        _ = try await manager.newSpec(one, "One")
        _ = try await manager.newSpec(two, "One")
        for score in 1...7 { try await manager.record(score, on: loop.id) }
        let all = try await manager.allChanges(of: one)
        try expectEqual(all.count, 9)
        func list(_ project: Name?, _ subject: Name?) async throws -> [RecordedChange] {
          try await everyPage(limit: 2) {
            try await manager.changes(of: project, subject: subject, after: $0, limit: $1)
          }
        }
        try expectEqual(try await list(one, nil), all.reversed())
        let ofLoop = all.filter { $0.change.subject == loop.id.value }
        try expectEqual(try await list(one, Name(checked: loop.id.value)), ofLoop.reversed())
        try expectEqual(try await list(nil, Name(checked: loop.id.value)), ofLoop.reversed())
        try expectEqual(try await list(two, Name(checked: "one")).map(\.change.projectName), [two])
        try expectEqual(try await list(two, Name(checked: loop.id.value)), [])
        try await expectFailure(.notFound, ["project_name"]) {
          try await manager.changes(of: context.project("never"), subject: nil, after: nil, limit: 1)
        }
        let latest = try await manager.changes(of: nil, subject: nil, after: nil, limit: 1).elements
        try expect((latest.first?.number ?? 0) >= all[8].number, "the newest of all projects")
      },
      ContractCase("gives a follower each change once and in order, whoever writes meanwhile") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let project = context.project()
        let loops = try await manager.newLoops(4, project, context.clock)
        let start = try await manager.allChanges(of: project).last?.number ?? 0
        let (writers, each) = (8, 25)
        let writing = Writing()
        let seen = try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            defer { writing.isOver.withLock { $0 = true } }
            try await withThrowingTaskGroup(of: Void.self) { group in
              for writer in 0..<writers {
                group.addTask { for score in 1...each { try await manager.record(score, on: loops[writer % 4].id) } }
              }
              try await group.waitForAll()
            }
          }
          let seen = try await follow(manager, project, above: start) { writing.isOver.withLock { $0 } }
          try await group.waitForAll()
          return seen
        }
        try expectEqual(seen.map(\.number), seen.map(\.number).sorted(), "order")
        try expectEqual(Set(seen.map(\.number)).count, writers * each)
        for loop in loops {
          let iterations = seen.filter { $0.change.subject == loop.id.value }.compactMap(\.change.iteration)
          try expectEqual(iterations, Array(1...writers * each / 4), "a loop's changes in their order")
        }
      },
      ContractCase("records one change for an imported project") { context in
        let manager = try await context.manager()
        guard let transfer = manager as? any ProjectTransfer else { return }
        let project = context.project()
        let plan = try ProjectPlanDraft(project, "x").changes.first(of: project, at: context.clock.now)
        for replacing in [false, true] {
          _ = try await transfer.restore([project], replacing: replacing) { restoration in
            try restoration.put(.plan(plan))
            return true
          }
        }
        let told = Told("project", project.value, "imported")
        try expectEqual(try await manager.allChanges(of: project).map { Told($0.change) }, [told, told])
      },
    ])

  /// Does everything that changes something to a loop, a spec, a roadmap and a plan, once.
  ///
  /// - Returns: the loop's id.
  private static func everyOperation(
    _ context: ContractContext, _ manager: any StateManager, named name: String = "project"
  ) async throws -> LoopID {
    let project = context.project(name)
    let id = try await manager.newLoop(project).id
    try await manager.record(50, on: id)
    _ = try await manager.recordGuidance("go", on: id, once: nil)
    _ = try await manager.storeObjectiveFeedback("fine", on: id, once: nil)
    _ = try await manager.newSpec(project, "One")
    _ = try await manager.update(.named(project: project, spec: "one"), .architecture("x"))
    _ = try await manager.link(id, to: "one", in: project, once: nil)
    _ = try await manager.unlink(id, once: nil)
    for text in ["x", "y"] { _ = try await manager.storeRoadmap(RoadmapDraft(project, text), once: nil) }
    for text in ["x", "y"] { _ = try await manager.storePlan(ProjectPlanDraft(project, text), once: nil) }
    _ = try await manager.deletePlan(of: project, once: nil)
    _ = try await manager.deleteSpec("one", of: project, once: nil)
    _ = try await manager.deleteLoop(id, once: nil)
    return id
  }

  /// Follows the project's record until nothing more is written and all of it has been seen.
  private static func follow(
    _ manager: any StateManager, _ project: Name, above start: Int, until isWritten: () -> Bool
  ) async throws -> [RecordedChange] {
    var (seen, last): ([RecordedChange], Int) = ([], start)
    while true {
      let isLast = isWritten()
      let batch = try await manager.changes(above: last, of: project, limit: 7)
      if isLast && batch.changes.isEmpty && batch.last == last { return seen }
      seen += batch.changes
      last = batch.last
      await Task.yield()
    }
  }
}

/// What the writers tell the follower.
private final class Writing: Sendable {
  let isOver = Mutex(false)
}

/// A change as a case tells it.
private struct Told: Equatable, CustomStringConvertible {
  let description: String

  init(_ kind: String, _ subject: String, _ operation: String, version: Int? = nil, iteration: Int? = nil) {
    description = "\(kind) \(subject) \(operation) \(version ?? 0) \(iteration ?? 0)"
  }

  init(_ change: Change) {
    self.init(
      change.kind.rawValue, change.subject, change.operation.rawValue, version: change.version,
      iteration: change.iteration)
  }
}

extension StateManager {
  /// The record of a project, oldest first.
  fileprivate func allChanges(of project: Name) async throws -> [RecordedChange] {
    try await everyPage(limit: 50) { try await self.changes(of: project, subject: nil, after: $0, limit: $1) }
      .reversed()
  }
}
