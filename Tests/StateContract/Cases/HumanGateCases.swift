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
      ContractCase("opens by an answer that was asked for") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1, gate: .verified))
        let loop = try await manager.newLoop(context.project())
        try await manager.record(50, on: loop.id)
        try expectEqual(try await manager.decide(.goOn, by: .elicited, "go on", on: loop.id).status, .refine)
        try expectEqual(try await manager.record(60, on: loop.id).loop.status, .userInput)
        try expectEqual(try await manager.decide(.accept, by: .elicited, on: loop.id).status, .completed)
        let said = try await manager.history(of: loop.id, after: nil, limit: 10).guidance
        try expectEqual(said.map(\.source), [.elicited, .elicited])
      },
      ContractCase("tells what a human is asked") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 2))
        let loop = try await manager.newLoop(context.project())
        let first = try await manager.question(of: loop.id)
        try expectEqual(
          first, HumanQuestion(loop: loop, reason: nil, feedback: [], guidanceCount: 0, gate: .enforced))
        try await manager.record(50, on: loop.id)
        try expectEqual(try await manager.question(of: loop.id).reason, .belowThreshold)
        try await manager.record(60, blockers: ["no tests"], on: loop.id)
        let asked = try await manager.question(of: loop.id)
        try expectEqual(asked.loop, try await manager.loop(loop.id))
        try expectEqual(asked.reason, .checkpoint)
        try expectEqual(asked.feedback.map(\.score.value), [60])
        try expectEqual(asked.feedback.map(\.iteration), [2])
        try expectEqual(asked.place, QuestionPlace(iteration: 3, guidanceCount: 0))
        try await manager.decide(.goOn, "go on", on: loop.id)
        try expectEqual(
          try await manager.question(of: loop.id).place, QuestionPlace(iteration: 3, guidanceCount: 1))
        try await manager.decide(.stop, on: loop.id)
        try await expectFailure(.loopCompleted, ["loop_id"]) { _ = try await manager.question(of: loop.id) }
        try await expectFailure(.notFound, ["loop_id"]) { _ = try await manager.question(of: .random()) }
      },
      ContractCase("stores an answer only where its question was asked") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 2, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        let early = try await manager.question(of: loop.id).place
        try await manager.record(50, on: loop.id)
        let answer = { (place: QuestionPlace, verdict: GuidanceVerdict) in
          Guidance(feedback: "go on", verdict: verdict, source: .elicited, place: place)
        }
        for verdict in GuidanceVerdict.allCases {
          let failure = try await expectFailure(.conflict, ["loop_id"]) {
            try await manager.recordGuidance(answer(early, verdict), on: loop.id, once: nil)
          }
          try expectEqual(failure.details[0].problem, "went on meanwhile")
        }
        let place = try await manager.question(of: loop.id).place
        let guided = try await manager.recordGuidance(answer(place, .goOn), on: loop.id, once: nil).value
        let failure = try await expectFailure(.conflict, ["loop_id"]) {
          try await manager.recordGuidance(answer(place, .stop), on: loop.id, once: nil)
        }
        try expectEqual(failure.details[0].problem, "answered already")
        try expect(failure.message.contains("list_history"), failure.message)
        try expectEqual(try await manager.loop(loop.id), guided)
        try expectEqual(try await manager.history(of: loop.id, after: nil, limit: 10).guidance.count, 1)
      },
      ContractCase("stores one of many answers to a question") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1))
        for _ in 1...5 {
          let loop = try await manager.newLoop(context.project())
          try await manager.record(50, on: loop.id)
          let place = try await manager.question(of: loop.id).place
          let stored = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...8 {
              group.addTask {
                let words = Text(trusted: "\(number)")
                let answer = Guidance(feedback: words, source: .elicited, place: place)
                do {
                  _ = try await manager.recordGuidance(answer, on: loop.id, once: nil)
                  return true
                } catch let failure as Failure {
                  try expectEqual(failure.code.rawValue, Failure.Code.conflict.rawValue, failure.message)
                  return false
                }
              }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
          }
          try expectEqual(stored, 1)
          try expectEqual(try await manager.history(of: loop.id, after: nil, limit: 10).guidance.count, 1)
        }
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
