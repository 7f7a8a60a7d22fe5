// Blockers: faults with which no score completes a loop; docs/contract.md, "Decisions".

import Models
import State

extension ContractGroup {
  /// Feedback with blockers.
  public static let blockers = ContractGroup(
    name: "blockers",
    cases: [
      ContractCase("keep a loop from being completed") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80))
        let loop = try await manager.newLoop(context.project())
        let blocked = try await manager.record(90, blockers: ["no tests", "no licence"], on: loop.id)
        try expectEqual(
          blocked.decision, Decision(status: .refine, reason: .blocked, threshold: 80, improvement: nil))
        try expectEqual(blocked.loop.iteration, 2)
        try expectEqual(blocked.loop.blockers, ["no tests", "no licence"])
        try expectEqual(try await manager.loop(loop.id), blocked.loop)
        let feedback = try await manager.history(of: loop.id, after: nil, limit: 1).feedback
        try expectEqual(feedback.map(\.blockers), [["no tests", "no licence"]])
        let listed = try await manager.loops(of: context.project(), status: nil, after: nil, limit: 1)
        try expectEqual(listed.elements, [blocked.loop])
        let completed = try await manager.record(80, on: loop.id)
        try expectEqual(completed.decision.reason, .thresholdReached)
        try expectEqual(completed.loop.blockers, [])
        try expectEqual(try await manager.loop(loop.id), completed.loop)
      },
      ContractCase("come after checkpoints and stagnation, and before the score") { context in
        let manager = try await context.manager(
          policies: LoopPolicies(threshold: 80, improvement: 5, checkpoint: 4, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        let table: [(Int, [Text], Decision.Reason)] = [
          (50, ["a"], .belowThreshold), (85, ["b"], .blocked), (95, ["c"], .blocked), (100, ["d"], .checkpoint),
          (90, ["e"], .blocked), (90, ["f"], .stagnation), (79, [], .stagnation),
        ]
        for (index, row) in table.enumerated() {
          try expectEqual(
            try await manager.record(row.0, blockers: row.1, on: loop.id).decision.reason, row.2, "row \(index + 1)")
        }
        try expectEqual(try await manager.record(80, on: loop.id).decision.reason, .thresholdReached)
      },
      ContractCase("stagnate when they are the same three times running") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80, improvement: 1, checkpoint: 20))
        let loop = try await manager.newLoop(context.project())
        let runs: [([Text], Decision.Reason)] = [
          (["a", "b"], .belowThreshold), (["b", "a"], .belowThreshold), ([], .belowThreshold),
          (["a", "b"], .belowThreshold), (["a"], .belowThreshold), (["a"], .belowThreshold), (["A"], .belowThreshold),
          (["a", "é"], .belowThreshold), (["é", "a", "a"], .belowThreshold), (["a", "é"], .stagnation),
        ]
        for (index, run) in runs.enumerated() {
          let outcome = try await manager.record(10 + 5 * index, blockers: run.0, on: loop.id)
          try expectEqual(outcome.decision.reason, run.1, "feedback \(index + 1)")
        }
        try expectEqual(try await manager.loop(loop.id).status, .userInput)
      },
      ContractCase("are counted anew after human guidance") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80, improvement: 1, checkpoint: 20))
        let loop = try await manager.newLoop(context.project())
        for score in 1...2 { try await manager.record(score, blockers: ["a"], on: loop.id) }
        _ = try await manager.recordGuidance("go on", on: loop.id, once: nil)
        for score in 3...4 {
          try expectEqual(
            try await manager.record(score, blockers: ["a"], on: loop.id).decision.reason, .belowThreshold)
        }
        try expectEqual(try await manager.record(5, blockers: ["a"], on: loop.id).decision.reason, .stagnation)
      },
      ContractCase("are kept as they are given") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        let texts: [Text] = ["e\u{301}", "{a,\"b\"}", "NULL", "\\ \" ' ,", "one\r\ntwo", "👩‍👩‍👧"]
        try await manager.record(1, blockers: texts, on: loop.id)
        try expectEqual(try await manager.loop(loop.id).blockers.values, texts)
        let again = try await manager.record(2, blockers: texts.reversed(), on: loop.id)
        try expectEqual(again.loop.blockers.values, texts.reversed())
        try expectEqual(try await manager.record(3, blockers: texts, on: loop.id).decision.reason, .stagnation)
      },
    ])
}
