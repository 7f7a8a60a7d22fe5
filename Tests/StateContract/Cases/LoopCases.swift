// Loops: creation, reading, lists.

import Models
import State

extension ContractGroup {
  /// Creation, reading and lists of loops.
  public static let loops = ContractGroup(
    name: "loops",
    cases: [
      ContractCase("returns a new loop as it can be read back") { context in
        let manager = try await context.manager()
        let id = LoopID.random()
        context.ids.drawNext([id])
        for type in LoopType.allCases {
          let loop = try await manager.newLoop(context.project(), type)
          var expected = Loop(
            id: loop.id, projectName: context.project(), loopType: type, specName: nil, createdAt: context.clock.now)
          try expectEqual(loop, expected)
          try expectEqual(try await manager.loop(loop.id), expected)
          expected.status = .initialized
          expected.currentScore = 0
          expected.scoreHistory = []
          expected.iteration = 1
          expected.updatedAt = context.clock.now
          try expectEqual(loop, expected)
          if type == LoopType.allCases[0] { try expectEqual(loop.id, id) }
        }
      },
      ContractCase("draws an id again when it is taken") { context in
        let manager = try await context.manager()
        let first = try await manager.newLoop(context.project())
        let free = LoopID.random()
        context.ids.drawNext([first.id, first.id, free])
        let second = try await manager.newLoop(context.project("other"))
        try expectEqual(second.id, free)
        try expectEqual(try await manager.loop(first.id), first)
        try expectEqual(try await manager.loop(free), second)
      },
      ContractCase("tells that a loop is not there") { context in
        let manager = try await context.manager()
        let id = LoopID.random()
        let failure = try await expectFailure(.notFound, ["loop_id"]) { try await manager.loop(id) }
        // Memory mode adds that a restart forgets.
        try expect(failure.message.hasPrefix("There is no loop \(id)."), failure.message)
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.record(1, on: id) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.recordGuidance("x", on: id, once: nil) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.analysis(of: id) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.history(of: id, after: nil, limit: 1) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.deleteLoop(id, once: nil) }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.unlink(id, once: nil) }
        try await expectFailure(.notFound, ["loop_id"]) {
          try await manager.link(id, to: "a", in: context.project(), once: nil)
        }
      },
      ContractCase("creates a loop linked to a spec of its project") { context in
        let manager = try await context.manager()
        let spec = try await manager.newSpec(context.project(), "User Login")
        let loop = try await manager.newLoop(context.project(), .spec, spec: "user-login")
        try expectEqual(loop.specName, spec.specName)
        try expectEqual(try await manager.loop(loop.id), loop)
        try expectEqual(try await manager.spec(.linked(loop.id), version: nil), spec)
      },
      ContractCase("creates no loop for a spec that is not there") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project("other"), "User Login")
        _ = try await manager.newSpec(context.project(), "User Logout")
        let failure = try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.newLoop(context.project(), spec: "user-login")
        }
        try expectEqual(failure.details[0].allowed, "closest: user-logout")
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.newLoop(context.project("third"), spec: "user-login")
        }
        try expectEqual(
          try await manager.loops(of: context.project(), status: nil, after: nil, limit: 10).elements, [])
        try expectEqual(try await manager.queue(of: context.project()), [])
      },
      ContractCase("lists a project's loops, newest first") { context in
        let manager = try await context.manager(historyLimit: 2)
        let loops = try await manager.newLoops(5, context.project(), context.clock)
        _ = try await manager.newLoop(context.project("other"))
        let page = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 10)
        try expectEqual(page.elements, loops.reversed())
        try expectEqual(page.next, nil)
        let exact = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 5)
        try expectEqual(exact.next, nil, "a full last page")
      },
      ContractCase("lists loops of one moment by their ids") { context in
        let manager = try await context.manager()
        var ids: [LoopID] = []
        for _ in 0..<8 { ids.append(try await manager.newLoop(context.project()).id) }
        let expected = Array(ids.sorted().reversed())
        for limit: Limit in [1, 3, 8, 100] {
          let listed = try await everyPage(limit: limit) {
            try await manager.loops(of: context.project(), status: nil, after: $0, limit: $1)
          }
          try expectEqual(listed.map(\.id), expected)
        }
      },
      ContractCase("lists the loops of one status") { context in
        let manager = try await context.manager()
        let loops = try await manager.newLoops(6, context.project(), context.clock)
        for index in [1, 4] { try await manager.record(95, on: loops[index].id) }
        for index in [0, 2] { try await manager.record(10, on: loops[index].id) }
        let expected: [LoopStatus: [Int]] = [
          .completed: [4, 1], .refine: [2, 0], .initialized: [5, 3], .userInput: [],
        ]
        for (status, indices) in expected {
          let listed = try await everyPage(limit: 1) {
            try await manager.loops(of: context.project(), status: status, after: $0, limit: $1)
          }
          try expectEqual(listed.map(\.id), indices.map { loops[$0].id }, status.rawValue)
        }
      },
      ContractCase("keeps projects with alike names apart") { context in
        let manager = try await context.manager()
        let names = ["a", "%", "_", "a%", "'; --", "\\", "é", "日本語", "👩‍👩‍👧", "{a}", "$1", "NULL"]
        var loops: [Name: Loop] = [:]
        for name in names { loops[context.project(name)] = try await manager.newLoop(context.project(name)) }
        for name in names {
          let listed = try await manager.loops(of: context.project(name), status: nil, after: nil, limit: 10)
          try expectEqual(listed.elements, [loops[context.project(name)]!], name)
          try expectEqual(try await manager.queue(of: context.project(name)), [loops[context.project(name)]!.id], name)
        }
      },
      ContractCase("takes names of 255 scalars") { context in
        let manager = try await context.manager()
        let name = Name(checked: context.token + String(repeating: "👍", count: 255 - context.token.utf8.count))
        let loop = try await manager.newLoop(name)
        try expectEqual(try await manager.loop(loop.id).projectName, name)
      },
    ])
}
