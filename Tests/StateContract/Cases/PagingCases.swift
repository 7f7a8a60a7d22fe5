// Paging: every entry exactly once, whatever comes and goes between two pages.

import Models
import State

extension ContractGroup {
  /// Lists read page by page; docs/contract.md, "Tools".
  public static let paging = ContractGroup(
    name: "paging",
    cases: [
      ContractCase("gives every entry once, at any limit") { context in
        let manager = try await context.manager(historyLimit: 25)
        let project = context.project()
        // Three of each moment.
        for number in 0..<25 {
          if number.isMultiple(of: 3) { context.clock.advance() }
          _ = try await manager.newLoop(project)
          _ = try await manager.newSpec(project, "Phase \(number)")
        }
        for limit: Limit in [1, 2, 5, 24, 25, 26] {
          let loops = try await everyPage(limit: limit) {
            try await manager.loops(of: project, status: nil, after: $0, limit: $1)
          }
          try expectEqual(Set(loops.map(\.id)).count, 25)
          try expectEqual(loops.count, 25)
          let queue = try await everyPage(limit: limit) {
            try await manager.history(of: project, after: $0, limit: $1)
          }
          try expectEqual(Set(queue.map(\.loop.id)), Set(loops.map(\.id)))
          try expectEqual(queue.count, 25)
          let specs = try await everyPage(limit: limit) {
            try await manager.specs(of: project, status: nil, query: nil, after: $0, limit: $1)
          }
          try expectEqual(Set(specs.map(\.specName)).count, 25)
          try expectEqual(specs.count, 25)
        }
      },
      ContractCase("moves no entry when others come and go") { context in
        let manager = try await context.manager(historyLimit: 50)
        let project = context.project()
        let old = try await manager.newLoops(9, project, context.clock).map(\.id)
        for number in 0..<9 { _ = try await manager.newSpec(project, "m\(number)") }
        let expectedLoops = Array(old.reversed())
        var expectedQueue = expectedLoops
        let loops = try await everyPage(limit: 2) { cursor, limit in
          let page = try await manager.loops(of: project, status: nil, after: cursor, limit: limit)
          context.clock.advance()
          expectedQueue.insert(try await manager.newLoop(project).id, at: 0)
          return page
        }
        try expectEqual(loops.map(\.id), expectedLoops)
        let queue = try await everyPage(limit: 2) { cursor, limit in
          let page = try await manager.history(of: project, after: cursor, limit: limit)
          context.clock.advance()
          _ = try await manager.newLoop(project)
          return page
        }
        try expectEqual(queue.map(\.loop.id), expectedQueue)
        var round = 0
        let specs = try await everyPage(limit: 2) { cursor, limit in
          let page = try await manager.specs(of: project, status: nil, query: nil, after: cursor, limit: limit)
          round += 1
          _ = try await manager.newSpec(project, "a\(round)")
          return page
        }
        try expectEqual(specs.map(\.specName.value), (0..<9).map { "m\($0)" })
        // The entry that a cursor stands on may go.
        let first = try await manager.loops(of: project, status: nil, after: nil, limit: 2)
        let before = try await manager.loops(of: project, status: nil, after: first.next, limit: 2).elements
        _ = try await manager.deleteLoop(first.elements[1].id, once: nil)
        try expectEqual(
          try await manager.loops(of: project, status: nil, after: first.next, limit: 2).elements, before)
      },
      ContractCase("gives nothing after the end") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        let end = Cursor(after: CreationKey(createdAt: loop.createdAt, id: loop.id.value))
        let page = try await manager.loops(of: context.project(), status: nil, after: end, limit: 10)
        try expectEqual(page.elements, [])
        try expectEqual(page.next, nil)
        let edge = Cursor(after: CreationKey(createdAt: .earliest, id: "0"))
        try expectEqual(
          try await manager.loops(of: context.project(), status: nil, after: edge, limit: 10).elements, [])
        let latest = Cursor(after: CreationKey(createdAt: .latest, id: "z"))
        try expectEqual(
          try await manager.loops(of: context.project(), status: nil, after: latest, limit: 10).elements, [loop])
        let highest = Cursor(after: DescendingKey(.max))
        try expectEqual(
          try await manager.history(of: context.project(), after: highest, limit: 10).elements.map(\.loop), [loop])
        try expectEqual(
          try await manager.history(of: context.project(), after: Cursor(after: DescendingKey(0)), limit: 10).elements
            .map(\.loop), [])
        let history = Cursor(after: LoopHistoryKey(feedback: .max, guidance: .max))
        try expectEqual(try await manager.history(of: loop.id, after: history, limit: 10).feedback, [])
      },
    ])
}
