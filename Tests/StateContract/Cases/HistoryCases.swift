// The two histories: a project's bounded queue of loops, and the feedback and guidance on one loop.

import Models
import State

extension ContractGroup {
  /// The bounded queue of a project's loops; docs/contract.md, "Loop history".
  public static let historyQueue = ContractGroup(
    name: "history queue",
    cases: [
      ContractCase("keeps the newest loops of a project") { context in
        let manager = try await context.manager(historyLimit: 3)
        let loops = try await manager.newLoops(5, context.project(), context.clock)
        let others = try await manager.newLoops(2, context.project("other"), context.clock)
        let page = try await manager.history(of: context.project(), after: nil, limit: 10)
        try expectEqual(page.elements.map(\.loop), loops.suffix(3).reversed())
        try expectEqual(page.elements.map(\.addedAt), loops.suffix(3).reversed().map(\.createdAt))
        try expectEqual(page.next, nil)
        try expectEqual(try await manager.queue(of: context.project("other")), others.reversed().map(\.id))
        for loop in loops { try expectEqual(try await manager.loop(loop.id), loop) }
      },
      ContractCase("numbers entries upwards") { context in
        let manager = try await context.manager(historyLimit: 4)
        var highest = Int.min
        for round in 0..<10 {
          let loop = try await manager.newLoop(context.project())
          let newest = try await manager.history(of: context.project(), after: nil, limit: 1).elements[0]
          try expectEqual(newest.loop, loop)
          try expect(newest.sequenceNumber > highest, "\(newest.sequenceNumber) after \(highest)")
          highest = newest.sequenceNumber
          // Deletions in between bring no loop back into the queue.
          if round % 3 == 2 { _ = try await manager.deleteLoop(loop.id, once: nil) }
        }
        let entries = try await manager.history(of: context.project(), after: nil, limit: 10).elements
        try expectEqual(entries.map(\.sequenceNumber), entries.map(\.sequenceNumber).sorted(by: >))
      },
      ContractCase("lets completed loops go before the others") { context in
        let manager = try await context.manager(historyLimit: 4)
        let loops = try await manager.newLoops(4, context.project(), context.clock).map(\.id)
        for index in [1, 3] { try await manager.record(100, on: loops[index]) }
        let fifth = try await manager.newLoop(context.project()).id
        try expectEqual(try await manager.queue(of: context.project()), [fifth, loops[3], loops[2], loops[0]])
        let sixth = try await manager.newLoop(context.project()).id
        try expectEqual(try await manager.queue(of: context.project()), [sixth, fifth, loops[2], loops[0]])
        let seventh = try await manager.newLoop(context.project()).id
        try expectEqual(try await manager.queue(of: context.project()), [seventh, sixth, fifth, loops[2]])
        for id in loops { try expectEqual(try await manager.loop(id).id, id) }
      },
      ContractCase("keeps one entry when that is the limit") { context in
        let manager = try await context.manager(historyLimit: 1)
        for loop in try await manager.newLoops(3, context.project(), context.clock) {
          try expectEqual(try await manager.loop(loop.id), loop)
        }
        let last = try await manager.newLoop(context.project())
        try expectEqual(try await manager.queue(of: context.project()), [last.id])
      },
      ContractCase("shows loops as they are now") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        context.clock.advance()
        let changed = try await manager.record(50, on: loop.id).loop
        let entry = try await manager.history(of: context.project(), after: nil, limit: 1).elements[0]
        try expectEqual(entry.loop, changed)
        try expectEqual(entry.addedAt, loop.createdAt)
      },
      ContractCase("does not refill the queue when a loop is deleted") { context in
        let manager = try await context.manager(historyLimit: 2)
        let loops = try await manager.newLoops(3, context.project(), context.clock).map(\.id)
        _ = try await manager.deleteLoop(loops[2], once: nil)
        try expectEqual(try await manager.queue(of: context.project()), [loops[1]])
        let next = try await manager.newLoop(context.project()).id
        try expectEqual(try await manager.queue(of: context.project()), [next, loops[1]])
      },
    ])

  /// The feedback and guidance on one loop.
  public static let loopHistory = ContractGroup(
    name: "loop history",
    cases: [
      ContractCase("walks back through feedback and guidance") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        for score in 1...7 {
          try await manager.record(score, on: loop.id)
          if score <= 4 { _ = try await manager.recordGuidance(Text(checked: "\(score)"), on: loop.id, once: nil) }
        }
        var pieces: [[Int]] = []
        var guidance: [[String]] = []
        var cursor: Cursor<LoopHistoryKey>?
        repeat {
          let piece = try await manager.history(of: loop.id, after: cursor, limit: 3)
          try expectEqual(piece.loop.scoreHistory.count, 7)
          pieces.append(piece.feedback.map(\.score.value))
          guidance.append(piece.guidance.compactMap { $0.feedback?.value })
          cursor = try piece.next.map { try takenBack($0) }
        } while cursor != nil
        try expectEqual(pieces, [[5, 6, 7], [2, 3, 4], [1]])
        try expectEqual(guidance, [["2", "3", "4"], ["1"], []])
      },
      ContractCase("moves nothing when more is said meanwhile") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        for score in 1...4 { try await manager.record(score, on: loop.id) }
        let first = try await manager.history(of: loop.id, after: nil, limit: 2)
        try await manager.record(5, on: loop.id)
        _ = try await manager.recordGuidance("late", on: loop.id, once: nil)
        let second = try await manager.history(of: loop.id, after: first.next, limit: 2)
        try expectEqual(first.feedback.map(\.score.value), [3, 4])
        try expectEqual(second.feedback.map(\.score.value), [1, 2])
        try expectEqual(second.guidance, [])
        try expectEqual(second.next, nil)
      },
      ContractCase("is empty for a new loop") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        let history = try await manager.history(of: loop.id, after: nil, limit: 1)
        try expectEqual(history.loop, loop)
        try expectEqual(history.feedback, [])
        try expectEqual(history.guidance, [])
        try expectEqual(history.next, nil)
      },
      ContractCase("ends a page early where its words are many") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        let words = String(repeating: "x", count: LoopHistory.maximumBytes / 4)
        for number in 1...6 {
          _ = try await manager.recordGuidance(Text(checked: "\(number)" + words.dropFirst()), on: loop.id, once: nil)
        }
        try await manager.record(1, on: loop.id)
        let first = try await manager.history(of: loop.id, after: nil, limit: 100)
        try expectEqual(first.guidance.map { $0.feedback?.value.first }, ["3", "4", "5", "6"])
        try expectEqual(first.feedback.map(\.score.value), [1])
        let second = try await manager.history(of: loop.id, after: first.next, limit: 100)
        try expectEqual(second.guidance.map { $0.feedback?.value.first }, ["1", "2"])
        try expectEqual(second.guidance.map { $0.feedback?.value.utf8.count }, [words.utf8.count, words.utf8.count])
        try expectEqual(second.feedback, [])
        try expectEqual(second.next, nil)
      },
      ContractCase("ends where the limit is just enough") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        for score in 1...2 { try await manager.record(score, on: loop.id) }
        try expectEqual(try await manager.history(of: loop.id, after: nil, limit: 2).next, nil)
      },
    ])
}
