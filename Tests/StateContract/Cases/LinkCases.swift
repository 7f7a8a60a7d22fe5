// Links from loops to specs, and the notes on a loop's objectives.

import Models
import State

extension ContractGroup {
  /// Links from loops to specs.
  public static let links = ContractGroup(
    name: "links",
    cases: [
      ContractCase("links a loop, links it elsewhere, takes the link away") { context in
        let manager = try await context.manager()
        let one = try await manager.newSpec(context.project(), "One")
        let two = try await manager.newSpec(context.project(), "Two")
        var loop = try await manager.newLoop(context.project())
        for (spec, name) in [(one, "one"), (two, "two")] as [(Spec, SpecName)] {
          loop.specName = name
          loop.updatedAt = context.clock.advance()
          try expectEqual(try await manager.link(loop.id, to: name, in: context.project(), once: nil), Written(loop))
          try expectEqual(try await manager.loop(loop.id), loop)
          try expectEqual(try await manager.spec(.linked(loop.id), version: nil), spec)
        }
        loop.specName = nil
        loop.updatedAt = context.clock.advance()
        try expectEqual(try await manager.unlink(loop.id, once: nil), Written(loop))
        try expectEqual(try await manager.loop(loop.id), loop)
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.spec(.linked(loop.id), version: nil) }
      },
      ContractCase("changes nothing when the link is as asked") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let loop = try await manager.newLoop(context.project(), spec: "one")
        context.clock.advance()
        try expectEqual(try await manager.link(loop.id, to: "one", in: context.project(), once: nil), Written(loop))
        let other = try await manager.newLoop(context.project())
        context.clock.advance()
        try expectEqual(try await manager.unlink(other.id, once: nil), Written(other))
        try expectEqual(try await manager.loop(other.id), other)
      },
      ContractCase("refuses a spec of another project, then one that is not there") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project("other"), "One")
        let loop = try await manager.newLoop(context.project())
        try await expectFailure(.conflict, ["project_name"]) {
          try await manager.link(loop.id, to: "one", in: context.project("other"), once: nil)
        }
        try await expectFailure(.conflict, ["project_name"]) {
          try await manager.link(loop.id, to: "none", in: context.project("unknown"), once: nil)
        }
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.link(loop.id, to: "one", in: context.project(), once: nil)
        }
        try expectEqual(try await manager.loop(loop.id), loop)
      },
      ContractCase("links completed loops, and several to one spec") { context in
        let manager = try await context.manager()
        let spec = try await manager.newSpec(context.project(), "One")
        for loop in try await manager.newLoops(3, context.project(), context.clock) {
          try await manager.record(100, on: loop.id)
          _ = try await manager.link(loop.id, to: "one", in: context.project(), once: nil)
          try expectEqual(try await manager.spec(.linked(loop.id), version: nil), spec)
        }
      },
      ContractCase("keeps the link through feedback and guidance") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let loop = try await manager.newLoop(context.project(), spec: "one")
        try expectEqual(try await manager.record(1, on: loop.id).loop.specName, "one")
        try expectEqual(try await manager.recordGuidance("a", on: loop.id, once: nil).specName, "one")
        try expectEqual(try await manager.queue(of: context.project()), [loop.id])
        let listed = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 1)
        try expectEqual(listed.elements[0].specName, "one")
      },
    ])

  /// The notes on a loop's objectives.
  public static let objectiveFeedback = ContractGroup(
    name: "objective feedback",
    cases: [
      ContractCase("stores one note for each loop") { context in
        let manager = try await context.manager()
        let loops = try await manager.newLoops(2, context.project(), context.clock)
        for text in ["first", " second\n", "e\u{301}"] as [String] {
          context.clock.advance()
          let expected = ObjectiveFeedback(
            loopID: loops[0].id, feedback: Text(trusted: text), storedAt: context.clock.now)
          try expectEqual(
            try await manager.storeObjectiveFeedback(Text(trusted: text), on: loops[0].id, once: nil),
            Written(ObjectiveFeedbackReceipt(loopID: loops[0].id, storedAt: context.clock.now)))
          try expectEqual(try await manager.objectiveFeedback(on: loops[0].id), expected)
        }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.objectiveFeedback(on: loops[1].id) }
        try expectEqual(try await manager.loop(loops[0].id), loops[0], "the loop itself")
      },
      ContractCase("stores a note on a completed loop") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        try await manager.record(100, on: loop.id)
        _ = try await manager.storeObjectiveFeedback("done", on: loop.id, once: nil)
        try expectEqual(try await manager.objectiveFeedback(on: loop.id).feedback, "done")
      },
      ContractCase("tells that the loop is not there") { context in
        let manager = try await context.manager()
        let id = LoopID.random()
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.objectiveFeedback(on: id) }
        try await expectFailure(.notFound, ["loop_id"]) {
          try await manager.storeObjectiveFeedback("a", on: id, once: nil)
        }
      },
    ])
}
