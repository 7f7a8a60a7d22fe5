// Reviewers: loops on which several critics give feedback on each iteration; docs/contract.md, "Decisions".

import Models
import State

extension StateManager {
  fileprivate func newLoop(_ project: Name, reviewedBy reviewers: [CriticAgent]) async throws -> Loop {
    try await createLoop(LoopDraft(projectName: project, loopType: .plan, reviewers: reviewers), once: nil).value
  }

  @discardableResult
  fileprivate func review(
    _ score: Int, by critic: CriticAgent, blockers: [Text] = [], at iteration: Int? = nil, on id: LoopID
  ) async throws(Failure) -> FeedbackOutcome {
    let assessment = CriticAssessment(
      criticAgent: critic, score: Score(trusted: score), assessmentSummary: Text(trusted: "\(critic) \(score)"),
      blockers: TextList(blockers))
    let number = iteration.map { IterationNumber(trusted: $0) }
    return try await recordFeedback(assessment, on: id, at: number, once: nil).value
  }
}

extension ContractGroup {
  /// Loops with reviewers.
  public static let reviewers = ContractGroup(
    name: "reviewers",
    cases: [
      ContractCase("are awaited, and the last one decides on the mean") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80))
        let loop = try await manager.newLoop(context.project(), reviewedBy: [.specCritic, .planCritic, "third"])
        try expectEqual(loop.reviewers, [.specCritic, .planCritic, "third"])
        try expectEqual(loop.missingReviewers, loop.reviewers)
        try expectEqual(try await manager.loop(loop.id), loop)
        context.clock.advance()
        var expected = loop
        (expected.status, expected.missingReviewers, expected.updatedAt) = (
          .inProgress, [.specCritic, "third"], context.clock.now
        )
        let first = try await manager.review(61, by: .planCritic, at: 1, on: loop.id)
        try expectEqual(first.loop, expected)
        try expectEqual(
          first.decision, Decision(status: .inProgress, reason: .awaitingReviews, threshold: 80, improvement: nil))
        try expectEqual(try await manager.loop(loop.id), expected)
        try expectEqual(
          try await manager.picture(of: context.project()).activeLoops,
          [ActiveLoop(loop: expected, lastDecision: first.decision)])
        try expectEqual(try await manager.review(62, by: "third", on: loop.id).loop.missingReviewers, [.specCritic])
        let last = try await manager.review(62, by: .specCritic, on: loop.id)
        try expectEqual(
          last.decision, Decision(status: .refine, reason: .belowThreshold, threshold: 80, improvement: nil))
        try expectEqual(last.loop.scoreHistory, [61])
        try expectEqual(last.loop.currentScore, 61)
        try expectEqual(last.loop.iteration, 2)
        try expectEqual(last.loop.missingReviewers, loop.reviewers)
        for (critic, score) in [(CriticAgent.planCritic, 100), (.specCritic, 70)] {
          try await manager.review(score, by: critic, on: loop.id)
        }
        let completed = try await manager.review(70, by: "third", at: 2, on: loop.id)
        try expectEqual(completed.decision.reason, .thresholdReached)
        try expectEqual(completed.decision.improvement, 19)
        try expectEqual(completed.loop.missingReviewers, [])
        try expectEqual(completed.loop.iteration, 2)
        try expectEqual(try await manager.loop(loop.id), completed.loop)
        let said = try await manager.history(of: loop.id, after: nil, limit: 10).feedback
        try expectEqual(said.map(\.iteration), [1, 1, 1, 2, 2, 2])
        try expectEqual(said.map(\.score), [61, 62, 62, 100, 70, 70])
      },
      ContractCase("are told to a human as far as they have spoken on the iteration") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80))
        let loop = try await manager.newLoop(context.project(), reviewedBy: [.specCritic, .planCritic])
        try await manager.review(50, by: .specCritic, on: loop.id)
        try await manager.review(60, by: .planCritic, on: loop.id)
        try expectEqual(try await manager.question(of: loop.id).feedback.map(\.score.value), [50, 60])
        try await manager.review(70, by: .planCritic, on: loop.id)
        try expectEqual(try await manager.question(of: loop.id).feedback.map(\.score.value), [70])
      },
      ContractCase("veto by a single blocker") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80, improvement: 1))
        let loop = try await manager.newLoop(context.project(), reviewedBy: [.specCritic, .planCritic])
        try await manager.review(100, by: .specCritic, blockers: ["b", "a"], on: loop.id)
        let blocked = try await manager.review(90, by: .planCritic, blockers: ["a", "c"], on: loop.id)
        try expectEqual(blocked.decision.reason, .blocked)
        try expectEqual(blocked.loop.blockers, ["b", "a", "c"])
        for (round, expected) in [(1, Decision.Reason.blocked), (2, .stagnation)] {
          try await manager.review(90 + 4 * round, by: .planCritic, blockers: ["c"], on: loop.id)
          let outcome = try await manager.review(100, by: .specCritic, blockers: ["a", "b"], on: loop.id)
          try expectEqual(outcome.decision.reason, expected)
        }
        let failure = try await expectFailure(.waitingForHuman, ["loop_id"]) {
          try await manager.review(100, by: .specCritic, on: loop.id)
        }
        for words in ["plan-critic (98)", "spec-critic (100)"] {
          try expect(failure.message.contains(words), failure.message)
        }
      },
      ContractCase("may replace their own until the last has spoken") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 80))
        let loop = try await manager.newLoop(context.project(), reviewedBy: [.specCritic, .planCritic, "third"])
        try await manager.review(10, by: .specCritic, blockers: ["a"], on: loop.id)
        try await manager.review(20, by: .planCritic, on: loop.id)
        context.clock.advance()
        let again = try await manager.review(90, by: .specCritic, on: loop.id)
        try expectEqual(again.decision.reason, .awaitingReviews)
        try expectEqual(again.loop.missingReviewers, ["third"])
        try await manager.review(30, by: .planCritic, on: loop.id)
        let said = try await manager.history(of: loop.id, after: nil, limit: 10).feedback
        try expectEqual(said.map(\.score), [90, 30])
        try expectEqual(said.map(\.timestamp), [context.clock.now, context.clock.now])
        let decided = try await manager.review(0, by: "third", on: loop.id)
        try expectEqual(decided.loop.scoreHistory, [40])
        try expectEqual(decided.loop.blockers, [])
        // From now on its feedback is on the next iteration.
        try await manager.review(50, by: .specCritic, on: loop.id)
        let next = try await manager.history(of: loop.id, after: nil, limit: 10).feedback
        try expectEqual(next.map(\.iteration), [1, 1, 1, 2])
        try expectEqual(next.map(\.score), [90, 30, 0, 50])
      },
      ContractCase("are the only critics of their loop") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project(), reviewedBy: [.specCritic, .planCritic])
        let failure = try await expectFailure(.invalidInput, ["critic_agent"]) {
          try await manager.review(50, by: .buildCritic, on: loop.id)
        }
        try expectEqual(failure.details[0].allowed, "spec-critic, plan-critic")
        try await expectFailure(.conflict, ["iteration"]) {
          try await manager.review(50, by: .specCritic, at: 2, on: loop.id)
        }
        try expectEqual(try await manager.loop(loop.id), loop)
      },
      ContractCase("are waited for no longer when a human has decided") { context in
        let manager = try await context.manager()
        for verdict in [GuidanceVerdict.accept, .stop] {
          let loop = try await manager.newLoop(context.project(), reviewedBy: [.specCritic, .planCritic])
          try await manager.review(50, by: .specCritic, on: loop.id)
          try expectEqual(try await manager.decide(.goOn, "go on", on: loop.id).status, .inProgress)
          let over = try await manager.decide(verdict, on: loop.id)
          try expectEqual(over.missingReviewers, [])
          try expectEqual(try await manager.loop(loop.id), over)
          try await expectFailure(.loopCompleted, ["loop_id"]) {
            try await manager.review(50, by: .planCritic, on: loop.id)
          }
        }
      },
      ContractCase("fill a loop together") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let reviewers = (1...10).map { CriticAgent(trusted: "critic-\($0)") }
        let loop = try await manager.newLoop(context.project(), reviewedBy: reviewers)
        for round in 1...100 {
          for critic in reviewers { try await manager.review(round % 50, by: critic, on: loop.id) }
        }
        let failure = try await expectFailure(.conflict, ["loop_id"]) {
          try await manager.review(50, by: reviewers[0], on: loop.id)
        }
        try expectEqual(failure.details[0].problem, "full")
        try expectEqual(try await manager.loop(loop.id).scoreCount, 100)
      },
      ContractCase("are repeated by their keys") { context in
        let manager = try await context.manager()
        let loop = try await manager.newLoop(context.project(), reviewedBy: [.planCritic, .specCritic])
        let call = context.call("record_feedback", "k")
        let first = try await manager.recordFeedback(CriticAssessment(50), on: loop.id, once: call)
        try await manager.review(60, by: .specCritic, on: loop.id)
        let again = try await manager.recordFeedback(CriticAssessment(50), on: loop.id, once: call)
        try expectEqual(again, Written(first.value, isReplay: true))
        try expectEqual(try await manager.loop(loop.id).scoreHistory, [55])
      },
      ContractCase("decide each iteration once when all speak at the same time") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 100, gate: .advisory))
        let reviewers: [CriticAgent] = ["a", "b", "c"]
        let loop = try await manager.newLoop(context.project(), reviewedBy: reviewers)
        for round in 1...10 {
          let outcomes = try await concurrently(12) { (number) -> Decision.Reason? in
            do throws(Failure) {
              return try await manager.review(number, by: reviewers[number % 3], at: round, on: loop.id).decision.reason
            } catch {
              // Too late: the iteration is decided.
              try expectEqual(error.code, .conflict)
              return nil
            }
          }
          try expectEqual(outcomes.filter { $0 != nil && $0 != .awaitingReviews }.count, 1, "round \(round)")
          let after = try await manager.history(of: loop.id, after: nil, limit: 3)
          try expectEqual(after.loop.scoreCount, round)
          try expectEqual(Set(after.feedback.map(\.criticAgent)), Set(reviewers))
          try expectEqual(after.loop.currentScore.value, after.feedback.reduce(0) { $0 + $1.score.value } / 3)
        }
      },
    ])
}

extension CriticAgent: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  /// A critic's name of a test; traps where it breaks the rules.
  public init(stringLiteral value: String) { self.init(checked: value) }
}
