// The human's gate: what a loop that asks a human takes, and what the human's verdicts do; docs/contract.md, "Decisions".

import Models
import State

extension ContractGroup {
  /// Loops that wait for a human, and what it takes for them to go on.
  public static let humanGate = ContractGroup(
    name: "human gate",
    cases: [
      ContractCase("takes no feedback until a human has spoken") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1))
        let loop = try await manager.newLoop(context.project())
        let assessment = CriticAssessment(
          61, summary: "Clear aim.", issues: ["No \"tests\""],
          blockers: [Text(checked: String(repeating: "x", count: 400))])
        let waiting = try await manager.recordFeedback(assessment, on: loop.id, once: nil).loop
        try expectEqual(waiting.status, .userInput)
        let other = IterationNumber(trusted: 1)
        for iteration in [nil, IterationNumber(trusted: 2), other] {
          let failure = try await expectFailure(.waitingForHuman, ["loop_id"]) {
            try await manager.recordFeedback(CriticAssessment(100), on: loop.id, at: iteration, once: nil)
          }
          for words in ["checkpoint", "Clear aim.", #""No \"tests\"""#, "(61)", "record_user_feedback", "400 bytes"] {
            try expect(failure.message.contains(words), "\(words) in \(failure.message)")
          }
          try expectEqual(failure.details[0].problem, "waits for a human: checkpoint")
        }
        try expectEqual(try await manager.loop(loop.id), waiting)
        try expectEqual(try await manager.history(of: loop.id, after: nil, limit: 9).feedback.count, 1)
        try expectEqual(try await manager.decide(.goOn, "go on", on: loop.id).status, .refine)
        try expectEqual(try await manager.record(90, on: loop.id).decision.reason, .thresholdReached)
      },
      ContractCase("stores no key with a refusal") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1))
        let loop = try await manager.newLoop(context.project())
        try await manager.record(50, on: loop.id)
        let call = context.call("record_feedback", "k")
        try await expectFailure(.waitingForHuman, ["loop_id"]) {
          try await manager.recordFeedback(CriticAssessment(60), on: loop.id, once: call)
        }
        try await manager.decide(.goOn, "go on", on: loop.id)
        let outcome = try await manager.recordFeedback(CriticAssessment(60), on: loop.id, once: call)
        try expectEqual(outcome.isReplay, false)
        try expectEqual(outcome.feedback.iteration, 2)
      },
      ContractCase("is only a word where it is advisory") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        try expectEqual(try await manager.record(50, on: loop.id).loop.status, .userInput)
        try expectEqual(try await manager.record(50, on: loop.id).loop.status, .userInput)
        try expectEqual(try await manager.record(90, on: loop.id).loop.status, .completed)
      },
      ContractCase("opens by a person's word alone where that is to be verified") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 20, gate: .verified))
        let loop = try await manager.newLoop(context.project())
        for _ in 1...2 { try await manager.record(50, on: loop.id) }
        // What does not count starts no new search for stagnation either.
        try await manager.decide(.goOn, "relayed", on: loop.id)
        let waiting = try await manager.record(50, on: loop.id).loop
        try expectEqual(waiting.status, .userInput)
        context.clock.advance()
        var relayed = waiting
        relayed.updatedAt = context.clock.now
        try expectEqual(try await manager.decide(.goOn, "relayed", on: loop.id), relayed)
        let failure = try await expectFailure(.waitingForHuman, ["loop_id"]) {
          try await manager.record(9, on: loop.id)
        }
        try expect(failure.message.contains("respec-server call record_user_feedback"), failure.message)
        for verdict in [GuidanceVerdict.accept, .stop] {
          let failure = try await expectFailure(.waitingForHuman, ["verdict"]) {
            try await manager.decide(verdict, on: loop.id)
          }
          try expect(failure.message.contains("respec-server call record_user_feedback"), failure.message)
        }
        try expectEqual(try await manager.loop(loop.id), relayed)
        try expectEqual(try await manager.decide(.goOn, by: .command, "go on", on: loop.id).status, .refine)
        try expectEqual(try await manager.record(50, on: loop.id).decision.reason, .belowThreshold)
        try expectEqual(try await manager.decide(.accept, by: .command, on: loop.id).status, .completed)
        try await expectFailure(.loopCompleted, ["loop_id"]) { try await manager.decide(.accept, on: loop.id) }
        let said = try await manager.history(of: loop.id, after: nil, limit: 10).guidance
        try expectEqual(said.map(\.source), [.relayed, .relayed, .command, .command])
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.decide(.accept, on: .random()) }
      },
      ContractCase("carries out a verdict in every status") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 2))
        let verdicts: [(GuidanceVerdict, LoopStatus)] = [(.accept, .completed), (.stop, .closed)]
        for (verdict, status) in verdicts {
          for feedbacks in 0...2 {
            let loop = try await manager.newLoop(context.project())
            for _ in 0..<feedbacks { try await manager.record(50, on: loop.id) }
            var expected = try await manager.loop(loop.id)
            context.clock.advance()
            (expected.status, expected.updatedAt) = (status, context.clock.now)
            let words: Text? = feedbacks == 0 ? nil : "enough"
            try expectEqual(try await manager.decide(verdict, words, on: loop.id), expected)
            try expectEqual(try await manager.loop(loop.id), expected)
            let said = try await manager.history(of: loop.id, after: nil, limit: 10).guidance
            try expectEqual(
              said,
              [
                HumanGuidance(
                  iteration: feedbacks + 1, feedback: words, verdict: verdict, source: .relayed,
                  timestamp: context.clock.now)
              ])
          }
        }
      },
      ContractCase("leaves a closed loop alone, which is not active") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        try await manager.record(50, on: loop.id)
        let closed = try await manager.decide(.stop, on: loop.id)
        let failure = try await expectFailure(.loopCompleted, ["loop_id"]) { try await manager.record(95, on: loop.id) }
        try expectEqual(failure.details[0].problem, "closed")
        for verdict in GuidanceVerdict.allCases {
          try await expectFailure(.loopCompleted, ["loop_id"]) { try await manager.decide(verdict, "x", on: loop.id) }
        }
        try expectEqual(try await manager.loop(loop.id), closed)
        let picture = try await manager.picture(of: context.project())
        try expectEqual(picture.activeLoopCount, 0)
        try expectEqual(picture.activeLoops, [])
        let listed = try await manager.loops(of: context.project(), status: .closed, after: nil, limit: 10)
        try expectEqual(listed.elements, [closed])
      },
    ])
}
