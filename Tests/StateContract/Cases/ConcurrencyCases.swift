// Concurrency: operations at the same time are as if one came after the other.

import Models
import State

extension ContractGroup {
  /// Operations at the same time.
  public static let concurrency = ContractGroup(
    name: "concurrency",
    cases: [
      ContractCase("loses no feedback and stamps dense iterations") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, checkpoint: 20, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        let outcomes = try await concurrently(60) { number in try await manager.record(number, on: loop.id) }
        try expectEqual(outcomes.map(\.feedback.iteration).sorted(), Array(1...60))
        let after = try await manager.loop(loop.id)
        try expectEqual(after.iteration, 61)
        try expectEqual(after.scoreHistory.map(\.value).sorted(), Array(0..<60))
        let stored = try await manager.history(of: loop.id, after: nil, limit: 100).feedback
        try expectEqual(stored.map { $0.iteration }, Array(1...60))
        for outcome in outcomes {
          let words = stored[outcome.feedback.iteration - 1]
          try expectEqual(outcome.feedback.score, words.score)
          try expectEqual(outcome.feedback.timestamp, words.timestamp)
        }
        try expectEqual(stored.map(\.score), after.scoreHistory)
        for outcome in outcomes {
          let before = after.scoreHistory.prefix(outcome.feedback.iteration - 1).last
          try expectEqual(outcome.decision.improvement, before.map { outcome.feedback.score.value - $0.value })
        }
      },
      ContractCase("takes one completing feedback") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        let completed = try await concurrently(20) { _ in
          do throws(Failure) {
            _ = try await manager.recordFeedback(CriticAssessment(100), on: loop.id, once: nil)
            return true
          } catch {
            try expectEqual(error.code, .loopCompleted)
            return false
          }
        }
        try expectEqual(completed.filter { $0 }.count, 1)
        try expectEqual(try await manager.loop(loop.id).scoreHistory, [100])
      },
      ContractCase("never holds more than the history limit") { context in
        let manager = try await context.manager(historyLimit: 5)
        let loops = try await concurrently(40) { _ in try await manager.newLoop(context.project()) }
        let queue = try await manager.queue(of: context.project())
        try expectEqual(Set(queue).count, 5)
        try expectEqual(queue.count, 5)
        let listed = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 100)
        try expectEqual(Set(listed.elements.map(\.id)), Set(loops.map(\.id)))
      },
      ContractCase("creates one spec of a name") { context in
        let manager = try await context.manager()
        let created = try await concurrently(20) { number in
          do throws(Failure) {
            _ = try await manager.createSpec(SpecDraft(context.project(), number % 2 == 0 ? "One" : "one"), once: nil)
            return true
          } catch {
            try expectEqual(error.code, .alreadyExists)
            return false
          }
        }
        try expectEqual(created.filter { $0 }.count, 1)
      },
      ContractCase("gives one of several updates the expected version") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        for version in 1...5 {
          let updated = try await concurrently(8) { number in
            do throws(Failure) {
              let expected = VersionNumber(trusted: version)
              _ = try await manager.updateSpec(
                named, .architecture("\(version) \(number)"), expecting: expected, once: nil)
              return true
            } catch {
              try expectEqual(error.code, .conflict)
              return false
            }
          }
          try expectEqual(updated.filter { $0 }.count, 1, "version \(version)")
        }
        try expectEqual(try await manager.spec(named, version: nil).version, 6)
      },
      ContractCase("leaves no gap between versions") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        let updates = try await concurrently(30) { number in
          try await manager.updateSpec(named, .architecture("\(number)"), expecting: nil, once: nil)
        }
        try expectEqual(updates.map(\.version).sorted(), Array(2...31))
        for (number, update) in updates.enumerated() {
          let stored = try await manager.spec(named, version: VersionNumber(trusted: update.version))
          try expectEqual(update, Written(SpecReceipt(SpecUpdate(spec: stored, changedFields: ["architecture"]))))
          try expect(updates[..<number].allSatisfy { $0.version != update.version }, "one version twice")
        }
      },
      ContractCase("keeps creation times through concurrent stores") { context in
        let manager = try await context.manager()
        let roadmaps = try await concurrently(10) { number in
          try await manager.storeRoadmap(RoadmapDraft(context.project(), "\(number)"), once: nil)
        }
        let stored = try await manager.roadmap(of: context.project())
        for roadmap in roadmaps { try expectEqual(roadmap.createdAt, stored.createdAt) }
        try expectEqual(roadmaps.map(\.version).sorted(), Array(1...10))
      },
    ])
}
