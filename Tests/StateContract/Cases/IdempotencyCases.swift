// Idempotency: a repeated call is applied once.

import Models
import State

extension ContractGroup {
  /// Calls with an idempotency key; docs/contract.md, "Tools".
  public static let idempotency = ContractGroup(
    name: "idempotency",
    cases: [
      ContractCase("gives a repeat the first result, whatever happened since") { context in
        let manager = try await context.manager()
        let call = context.call("create_loop", "k")
        let draft = LoopDraft(projectName: context.project(), loopType: .plan)
        let first = try await manager.createLoop(draft, once: call)
        context.clock.advance()
        try await manager.record(50, on: first.id)
        let replay = Written(first.value, isReplay: true)
        try expectEqual(try await manager.createLoop(draft, once: call), replay)
        _ = try await manager.deleteLoop(first.id, once: nil)
        try expectEqual(try await manager.createLoop(draft, once: call), replay)
        try expectEqual(
          try await manager.loops(of: context.project(), status: nil, after: nil, limit: 10).elements, [])
      },
      ContractCase("applies a repeat of each writing operation once") { context in
        let manager = try await context.manager()
        let project = context.project()
        let named = SpecReference.named(project: project, spec: "one")
        /// Runs the operation twice, a second apart, and compares.
        func twice<Result: Equatable>(
          _ tool: String, line: UInt = #line, _ body: (IdempotentCall) async throws -> Written<Result>
        ) async throws -> Result {
          let call = context.call(tool, "k")
          context.clock.advance()
          let first = try await body(call)
          context.clock.advance()
          try expectEqual(first.isReplay, false, tool, line: line)
          try expectEqual(try await body(call), Written(first.value, isReplay: true), tool, line: line)
          return first.value
        }
        let spec = try await twice("create_spec") { try await manager.createSpec(SpecDraft(project, "One"), once: $0) }
        try expectEqual(spec.version, 1)
        let loop = try await twice("create_loop") {
          try await manager.createLoop(LoopDraft(projectName: project, loopType: .plan), once: $0)
        }
        try expectEqual(try await manager.queue(of: project), [loop.id])
        let outcome = try await twice("record_feedback") {
          try await manager.recordFeedback(CriticAssessment(50), on: loop.id, once: $0)
        }
        try expectEqual(outcome.loop.scoreHistory, [50])
        let guided = try await twice("record_user_feedback") {
          try await manager.recordGuidance("go", on: loop.id, once: $0)
        }
        let history = try await manager.history(of: loop.id, after: nil, limit: 10)
        try expectEqual(history.loop, guided)
        try expectEqual([history.feedback.count, history.guidance.count], [1, 1])
        let note = try await twice("store_objective_feedback") {
          try await manager.storeObjectiveFeedback("fine", on: loop.id, once: $0)
        }
        try expectEqual(try await manager.objectiveFeedback(on: loop.id).storedAt, note.storedAt)
        let linked = try await twice("link_loop_to_spec") {
          try await manager.link(loop.id, to: "one", in: project, once: $0)
        }
        try expectEqual(try await manager.loop(loop.id), linked)
        let unlinked = try await twice("unlink_loop") { try await manager.unlink(loop.id, once: $0) }
        try expectEqual(try await manager.loop(loop.id), unlinked)
        let update = try await twice("update_spec") {
          try await manager.updateSpec(named, .architecture("x"), expecting: 1, once: $0)
        }
        let updated = try await manager.spec(named, version: nil)
        try expectEqual(update, SpecReceipt(SpecUpdate(spec: updated, changedFields: ["architecture"])))
        let roadmap = try await twice("store_roadmap") {
          try await manager.storeRoadmap(RoadmapDraft(project, "x"), once: $0)
        }
        try expectEqual(try await manager.roadmap(of: project).updatedAt, roadmap.updatedAt)
        let plan = try await twice("store_project_plan") {
          try await manager.storePlan(ProjectPlanDraft(project, "x"), once: $0)
        }
        try expectEqual(try await manager.plan(of: project).updatedAt, plan.updatedAt)
        _ = try await twice("delete_project_plan") { try await manager.deletePlan(of: project, once: $0) }
        _ = try await twice("delete_spec") { try await manager.deleteSpec("one", of: project, once: $0) }
        _ = try await twice("delete_loop") { try await manager.deleteLoop(loop.id, once: $0) }
      },
      ContractCase("refuses a key that stands for other arguments") { context in
        let manager = try await context.manager()
        let draft = LoopDraft(projectName: context.project(), loopType: .plan)
        let first = try await manager.createLoop(draft, once: context.call("create_loop", "k", "a"))
        let failure = try await expectFailure(.conflict, ["idempotency_key"]) {
          try await manager.createLoop(draft, once: context.call("create_loop", "k", "b"))
        }
        try expect(failure.message.contains("create_loop"), failure.message)
        // Before anything else is looked at.
        _ = try await manager.unlink(first.id, once: context.call("unlink_loop", "k", "a"))
        try await expectFailure(.conflict, ["idempotency_key"]) {
          try await manager.unlink(.random(), once: context.call("unlink_loop", "k", "b"))
        }
        try expectEqual(try await manager.queue(of: context.project()), [first.id])
      },
      ContractCase("keeps the keys of tools apart, and keys that look alike") { context in
        let manager = try await context.manager()
        let draft = LoopDraft(projectName: context.project(), loopType: .plan)
        var loops: Set<LoopID> = []
        for key in ["k", "K", "é", "e\u{301}", "k "] {
          loops.insert(try await manager.createLoop(draft, once: context.call("create_loop", key)).id)
        }
        try expectEqual(loops.count, 5)
        let loop = loops.first!
        let outcome = try await manager.recordFeedback(
          CriticAssessment(50), on: loop, once: context.call("record_feedback", "k"))
        try expectEqual(outcome.loop.scoreHistory, [50])
      },
      ContractCase("does not store failures") { context in
        let manager = try await context.manager()
        let call = context.call("create_loop", "k")
        let draft = LoopDraft(projectName: context.project(), loopType: .plan, specName: "one")
        for _ in 0..<2 {
          try await expectFailure(.notFound, ["spec_name"]) { try await manager.createLoop(draft, once: call) }
        }
        _ = try await manager.newSpec(context.project(), "One")
        try expectEqual(try await manager.createLoop(draft, once: call).specName, "one")
        let other = context.call("unlink_loop", "k", "a")
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.unlink(.random(), once: other) }
        let loop = try await manager.newLoop(context.project())
        try expectEqual(
          try await manager.unlink(loop.id, once: context.call("unlink_loop", "k", "b")), Written(loop),
          "the key is free")
      },
      ContractCase("applies concurrent repeats once") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100))
        let loop = try await manager.newLoop(context.project())
        let call = context.call("record_feedback", "k")
        let outcomes = try await concurrently(20) { _ in
          try await manager.recordFeedback(CriticAssessment(50), on: loop.id, once: call)
        }
        for outcome in outcomes { try expectEqual(outcome.value, outcomes[0].value) }
        try expectEqual(outcomes.filter { !$0.isReplay }.count, 1)
        try expectEqual(try await manager.loop(loop.id).scoreHistory, [50])
        let create = context.call("create_loop", "k")
        let draft = LoopDraft(projectName: context.project("other"), loopType: .plan)
        let loops = try await concurrently(20) { _ in try await manager.createLoop(draft, once: create) }
        try expectEqual(Set(loops.map(\.id)).count, 1)
        try expectEqual(try await manager.queue(of: context.project("other")), [loops[0].id])
      },
    ])
}

/// The results of `count` tasks that run at the same time.
func concurrently<Result: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: Result.self) { group in
    for number in 0..<count { group.addTask { @concurrent in try await body(number) } }
    var results: [Result] = []
    for try await result in group { results.append(result) }
    return results
  }
}
