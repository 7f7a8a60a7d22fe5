// Decisions: the decision on each feedback, and the effect of a human's guidance; docs/contract.md, "Decisions".

import Models
import State

extension ContractGroup {
  /// Decisions on feedback; docs/contract.md, "Decisions".
  public static let decisions = ContractGroup(
    name: "decisions",
    cases: [
      ContractCase("stamps, stores and decides on a feedback") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project(), .spec)
        context.clock.advance()
        let assessment = CriticAssessment(
          criticAgent: .specCritic, score: 61, assessmentSummary: "e\u{301} \u{FFFF} 👩‍👩‍👧\r\n\t'\"\\",
          detailedFeedback: FlexibleText(trusted: ""), keyIssues: TextList(["one", "two"]),
          recommendations: TextList(["three"]))
        let outcome = try await manager.recordFeedback(assessment, on: loop.id, once: nil)
        var expected = loop
        expected.status = .refine
        expected.currentScore = 61
        expected.scoreHistory = [61]
        expected.iteration = 2
        expected.updatedAt = context.clock.now
        try expectEqual(outcome.loop, expected)
        try expectEqual(
          outcome.decision, Decision(status: .refine, reason: .belowThreshold, threshold: 90, improvement: nil))
        try expectEqual(
          outcome.feedback, FeedbackReceipt(assessment, iteration: 1, timestamp: context.clock.now))
        try expectEqual(try await manager.loop(loop.id), expected)
        try expectEqual(
          try await manager.history(of: loop.id, after: nil, limit: 10).feedback,
          [
            CriticFeedback(assessment, loopID: loop.id, iteration: 1, specVersion: nil, timestamp: context.clock.now)
          ])
      },
      ContractCase("tells which version of the linked spec was judged") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let loop = try await manager.newLoop(context.project(), spec: "one")
        let named = SpecReference.named(project: context.project(), spec: "one")
        try await manager.record(50, on: loop.id)
        _ = try await manager.update(named, .architecture("two"))
        try await manager.record(60, blockers: ["a"], on: loop.id)
        _ = try await manager.unlink(loop.id, once: nil)
        try await manager.record(70, on: loop.id)
        let judged = try await manager.history(of: loop.id, after: nil, limit: 10).feedback.map(\.specVersion)
        try expectEqual(judged, [1, 2, nil])
      },
      ContractCase("follows the rules in their order") { context in
        let manager = try await context.manager(
          policies: LoopPolicies(threshold: 80, improvement: 5, checkpoint: 4, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        let table: [(Int, LoopStatus, Decision.Reason, Int?)] = [
          (10, .refine, .belowThreshold, nil),
          (12, .refine, .belowThreshold, 2),
          (14, .userInput, .stagnation, 2),
          (15, .userInput, .checkpoint, 1),
          (14, .userInput, .stagnation, -1),
          (19, .refine, .belowThreshold, 5),
          (19, .refine, .belowThreshold, 0),
          (80, .completed, .thresholdReached, 61),
        ]
        for (index, row) in table.enumerated() {
          let outcome = try await manager.record(row.0, on: loop.id)
          try expectEqual(
            outcome.decision, Decision(status: row.1, reason: row.2, threshold: 80, improvement: row.3),
            "iteration \(index + 1)")
          try expectEqual(outcome.feedback.iteration, index + 1)
          try expectEqual(outcome.loop.iteration, row.1 == .completed ? index + 1 : index + 2)
          try expectEqual(outcome.loop.status, row.1)
        }
        try expectEqual(try await manager.loop(loop.id).scoreHistory.map(\.value), table.map(\.0))
      },
      ContractCase("uses the policy of the loop's type") { context in
        let manager = try await context.manager()
        for type in LoopType.allCases {
          let loop = try await manager.newLoop(context.project(), type)
          let policy = LoopPolicy.standard(for: type)
          let below = try await manager.record(policy.threshold - 1, on: loop.id)
          try expectEqual(below.decision.status, .refine, type.rawValue)
          try expectEqual(below.decision.threshold, policy.threshold)
          try expectEqual(try await manager.record(policy.threshold, on: loop.id).decision.status, .completed)
        }
      },
      ContractCase("takes nothing more for a completed loop") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        let completed = try await manager.record(100, on: loop.id).loop
        try await expectFailure(.loopCompleted, ["loop_id"]) { try await manager.record(50, on: loop.id) }
        try await expectFailure(.loopCompleted, ["loop_id"]) {
          try await manager.recordGuidance("go on", on: loop.id, once: nil)
        }
        try expectEqual(try await manager.loop(loop.id), completed)
        let history = try await manager.history(of: loop.id, after: nil, limit: 10)
        try expectEqual(history.feedback.count, 1)
        try expectEqual(history.guidance, [])
      },
      ContractCase("takes feedback on the iteration in progress alone, where it is named") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90))
        let loop = try await manager.newLoop(context.project())
        func record(_ score: Int, at iteration: Int) async throws -> FeedbackOutcome {
          let number = IterationNumber(trusted: iteration)
          let written = try await manager.recordFeedback(CriticAssessment(score), on: loop.id, at: number, once: nil)
          return written.value
        }
        try expectEqual(try await record(50, at: 1).loop.iteration, 2)
        for other in [1, 3, 1_000] {
          let failure = try await expectFailure(.conflict, ["iteration"]) { try await record(50, at: other) }
          try expectEqual(failure.details[0].allowed, "2")
          try expectEqual(failure.details[0].got, "\(other)")
        }
        try await expectFailure(.notFound, ["loop_id"]) {
          try await manager.recordFeedback(
            CriticAssessment(50), on: .random(), at: IterationNumber(trusted: 1), once: nil)
        }
        try expectEqual(try await record(95, at: 2).loop.status, .completed)
        try await expectFailure(.loopCompleted, ["loop_id"]) { try await record(50, at: 1) }
        try expectEqual(try await manager.loop(loop.id).scoreHistory, [50, 95])
      },
      ContractCase("takes 1,000 feedbacks") { context in
        let manager = try await context.manager(
          policies: LoopPolicies(threshold: 100, improvement: 1, checkpoint: 20, gate: .advisory))
        let loop = try await manager.newLoop(context.project())
        for iteration in 1...1_000 {
          let outcome = try await manager.record(iteration % 100, on: loop.id)
          try expectEqual(outcome.feedback.iteration, iteration)
          try expectEqual(outcome.loop.iteration, min(iteration + 1, 1_000))
        }
        let full = try await manager.loop(loop.id)
        for iteration in [nil, 1_000, 7].map({ $0.map { IterationNumber(trusted: $0) } }) {
          let failure = try await expectFailure(.conflict, ["loop_id"]) {
            try await manager.recordFeedback(CriticAssessment(100), on: loop.id, at: iteration, once: nil)
          }
          try expectEqual(failure.message.contains("create_loop"), true)
        }
        try expectEqual(try await manager.loop(loop.id), full)
        let last = try await manager.history(of: loop.id, after: nil, limit: 3).feedback
        try expectEqual(last.map(\.iteration), [998, 999, 1_000])
        // A human may still say what is to become of it.
        try expectEqual(try await manager.recordGuidance("go on elsewhere", on: loop.id, once: nil).id, loop.id)
      },
      ContractCase("analyses a loop") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        try expectEqual(try await manager.analysis(of: loop.id).trend, .insufficientData)
        for (score, issue) in [(50, "No tests"), (60, "no  tests"), (66, "other")] as [(Int, Text)] {
          _ = try await manager.recordFeedback(CriticAssessment(score, issues: [issue]), on: loop.id, once: nil)
        }
        let history = try await manager.history(of: loop.id, after: nil, limit: 10)
        let analysis = try await manager.analysis(of: loop.id)
        try expectEqual(
          analysis, LoopAnalysis(loop: history.loop, feedback: history.feedback, policy: .standard(for: .plan)))
        try expectEqual(analysis.averageImprovement, 8)
        try expectEqual(analysis.recurringIssues.map(\.value), ["no  tests"])
        try expectEqual(analysis.feedbackCount, 3)
      },
    ])

  /// Human guidance; docs/contract.md, "Decisions".
  public static let guidance = ContractGroup(
    name: "guidance",
    cases: [
      ContractCase("puts a loop that waited back to refine") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1))
        let loop = try await manager.newLoop(context.project())
        var expected = try await manager.record(50, on: loop.id).loop
        try expectEqual(expected.status, .userInput)
        expected.updatedAt = context.clock.advance()
        expected.status = .refine
        let guided = try await manager.recordGuidance(" go on\n", on: loop.id, once: nil)
        try expectEqual(guided, Written(expected))
        try expectEqual(try await manager.loop(loop.id), expected)
        try expectEqual(
          try await manager.history(of: loop.id, after: nil, limit: 10).guidance,
          [
            HumanGuidance(
              iteration: 2, feedback: Text(trusted: " go on\n"), verdict: .goOn, source: .relayed,
              timestamp: context.clock.now)
          ])
      },
      ContractCase("leaves other statuses as they are") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project())
        try expectEqual(try await manager.recordGuidance("a", on: loop.id, once: nil).status, .initialized)
        try await manager.record(50, on: loop.id)
        try expectEqual(try await manager.recordGuidance("b", on: loop.id, once: nil).status, .refine)
        let guidance = try await manager.history(of: loop.id, after: nil, limit: 10).guidance
        try expectEqual(guidance.map(\.iteration), [1, 2])
        try expectEqual(guidance.map { $0.feedback?.value }, ["a", "b"])
      },
      ContractCase("is taken 1,000 times") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100))
        let loop = try await manager.newLoop(context.project())
        for number in 1...1_000 {
          _ = try await manager.recordGuidance(Text(trusted: "\(number)"), on: loop.id, once: nil)
        }
        let full = try await manager.loop(loop.id)
        let failure = try await expectFailure(.conflict, ["loop_id"]) {
          try await manager.recordGuidance("one more", on: loop.id, once: nil)
        }
        try expectEqual(failure.message.contains("create_loop"), true)
        try expectEqual(try await manager.loop(loop.id), full)
        let guidance = try await manager.history(of: loop.id, after: nil, limit: 1).guidance
        try expectEqual(guidance.map { $0.feedback?.value }, ["1000"])
        try await manager.record(100, on: loop.id)
        try await expectFailure(.loopCompleted, ["loop_id"]) {
          try await manager.recordGuidance("one more", on: loop.id, once: nil)
        }
      },
      ContractCase("starts the search for stagnation anew") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90))
        let loop = try await manager.newLoop(context.project())
        for _ in 0..<2 { try await manager.record(50, on: loop.id) }
        try expectEqual(try await manager.record(50, on: loop.id).decision.reason, .stagnation)
        _ = try await manager.recordGuidance("go on", on: loop.id, once: nil)
        for _ in 0..<2 {
          try expectEqual(try await manager.record(50, on: loop.id).decision.reason, .belowThreshold)
        }
        _ = try await manager.recordGuidance("go on", on: loop.id, once: nil)
        for _ in 0..<2 {
          try expectEqual(try await manager.record(50, on: loop.id).decision.reason, .belowThreshold)
        }
        try expectEqual(
          try await manager.record(50, on: loop.id).decision,
          Decision(status: .userInput, reason: .stagnation, threshold: 90, improvement: 0))
      },
    ])
}
