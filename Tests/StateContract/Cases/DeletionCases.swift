// Deletions: the records that are deleted together, and those that stay.

import Models
import State

extension ContractGroup {
  /// Deletions of loops, specs and plans.
  public static let deletions = ContractGroup(
    name: "deletions",
    cases: [
      ContractCase("deletes a loop with all that belongs to it") { context in
        let manager = try await context.manager()
        let spec = try await manager.newSpec(context.project(), "One")
        let loops = try await manager.newLoops(3, context.project(), context.clock).map(\.id)
        for id in loops {
          try await manager.record(50, on: id)
          _ = try await manager.recordGuidance("go", on: id, once: nil)
          _ = try await manager.storeObjectiveFeedback("fine", on: id, once: nil)
          _ = try await manager.link(id, to: "one", in: context.project(), once: nil)
        }
        let deleted = loops[1]
        try expectEqual(try await manager.deleteLoop(deleted, once: nil), Written(Deletion()))
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.loop(deleted) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.objectiveFeedback(on: deleted) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.spec(.linked(deleted), version: nil) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.deleteLoop(deleted, once: nil) }
        try expectEqual(try await manager.queue(of: context.project()), [loops[2], loops[0]])
        let listed = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 10)
        try expectEqual(listed.elements.map(\.id), [loops[2], loops[0]])
        try expectEqual(try await manager.picture(of: context.project()).activeLoopCount, 2)
        try expectEqual(
          try await manager.spec(.named(project: context.project(), spec: "one"), version: nil), spec, "the spec")
        for id in [loops[0], loops[2]] {
          try expectEqual(try await manager.history(of: id, after: nil, limit: 10).feedback.count, 1)
          try expectEqual(try await manager.objectiveFeedback(on: id).feedback, "fine")
        }
      },
      ContractCase("deletes loops of one moment, each its own") { context in
        let manager = try await context.manager()
        var ids: [LoopID] = []
        for _ in 0..<6 { ids.append(try await manager.newLoop(context.project()).id) }
        while let id = ids.popLast() {
          _ = try await manager.deleteLoop(id, once: nil)
          let listed = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 10)
          try expectEqual(Set(listed.elements.map(\.id)), Set(ids))
        }
      },
      ContractCase("starts anew when a deleted loop's id is drawn again") { context in
        let manager = try await context.manager()
        let id = try await manager.newLoop(context.project()).id
        try await manager.record(50, on: id)
        _ = try await manager.storeObjectiveFeedback("fine", on: id, once: nil)
        _ = try await manager.deleteLoop(id, once: nil)
        // Twice: behind a pooler the first attempt may meet a session that has lost its statements.
        context.ids.drawNext([id, id])
        let loop = try await manager.newLoop(context.project())
        try expectEqual(loop.id, id)
        try expectEqual(try await manager.history(of: id, after: nil, limit: 10).feedback, [])
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.objectiveFeedback(on: id) }
      },
      ContractCase("deletes a spec with its versions and links; loops stay") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        _ = try await manager.newSpec(context.project(), "Two")
        _ = try await manager.newSpec(context.project("other"), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        _ = try await manager.update(named, .architecture("x"))
        let linked = try await manager.newLoop(context.project(), spec: "one")
        let second = try await manager.newLoop(context.project(), spec: "two")
        let foreign = try await manager.newLoop(context.project("other"), spec: "one")
        context.clock.advance()
        try expectEqual(try await manager.deleteSpec("one", of: context.project(), once: nil), Written(Deletion()))
        var expected = linked
        expected.specName = nil
        try expectEqual(try await manager.loop(linked.id), expected, "the loop, without its link only")
        try expectEqual(try await manager.loop(second.id), second)
        try expectEqual(try await manager.loop(foreign.id), foreign)
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.spec(.linked(linked.id), version: nil) }
        for version in [nil, 1, 2] as [VersionNumber?] {
          try await expectFailure(.notFound, ["spec_name"]) { try await manager.spec(named, version: version) }
        }
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.specVersions(of: context.project(), spec: "one", after: nil, limit: 10)
        }
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.deleteSpec("one", of: context.project(), once: nil)
        }
        let listed = try await manager.specs(
          of: context.project(), status: nil, query: nil, after: nil, limit: 10)
        try expectEqual(listed.elements.map(\.specName.value), ["two"])
        let again = try await manager.newSpec(context.project(), "One")
        try expectEqual(again.version, 1)
        try expectEqual(
          try await manager.specVersions(of: context.project(), spec: "one", after: nil, limit: 10).elements.count, 1)
        try expectEqual(try await manager.loop(linked.id).specName, nil, "the link does not come back")
      },
      ContractCase("deletes a plan and nothing else") { context in
        let manager = try await context.manager()
        _ = try await manager.storePlan(ProjectPlanDraft(context.project(), "x"), once: nil)
        _ = try await manager.storeRoadmap(RoadmapDraft(context.project(), "x"), once: nil)
        let roadmap = try await manager.roadmap(of: context.project())
        let loop = try await manager.newLoop(context.project())
        try expectEqual(try await manager.deletePlan(of: context.project(), once: nil), Written(Deletion()))
        try await expectFailure(.notFound, ["project_name"]) { try await manager.plan(of: context.project()) }
        try await expectFailure(.notFound, ["project_name"]) {
          try await manager.deletePlan(of: context.project(), once: nil)
        }
        try expectEqual(try await manager.roadmap(of: context.project()), roadmap)
        try expectEqual(try await manager.loop(loop.id), loop)
        let later = context.clock.advance()
        let again = try await manager.storePlan(ProjectPlanDraft(context.project(), "x"), once: nil)
        try expectEqual(again.createdAt, later)
      },
    ])
}
