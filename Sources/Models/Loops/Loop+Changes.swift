// Loop+Changes: the changes of a loop by feedback, guidance and links.

/// A loop after a feedback, and what is to be stored of it.
package struct RecordedFeedback: Sendable {
  /// The answer, with the loop as it is then.
  package let outcome: FeedbackOutcome
  /// The feedback in full.
  package let feedback: CriticFeedback
  /// The facts for the next decision.
  package let basis: DecisionBasis
}

extension Loop {
  /// The loop after an assessment: it is stamped with the iteration in progress, its score is appended and decided on,
  /// and unless the loop is completed by it the next iteration begins.
  ///
  /// Source: docs/contract.md, "Decisions". The caller sees to it that the loop takes feedback.
  ///
  /// - Parameters:
  ///   - basis: the facts at the last decision.
  ///   - specVersion: the version of the linked spec; nil without a link.
  package func recording(
    _ assessment: CriticAssessment, basis: DecisionBasis, specVersion: Int?, policy: LoopPolicy, at time: Timestamp
  ) -> RecordedFeedback {
    var (loop, basis) = (self, basis)
    loop.scoreHistory.append(assessment.score)
    loop.currentScore = assessment.score
    basis.blockerRun = blockerRun(with: assessment.blockers, after: basis.blockerRun)
    loop.blockers = assessment.blockers
    let decision = policy.decision(scores: loop.scoreHistory, iteration: iteration, basis: basis)
    loop.status = decision.status
    if decision.status != .completed { loop.iteration = min(iteration + 1, Self.maximumIteration) }
    loop.updatedAt = time
    let outcome = FeedbackOutcome(
      loop: loop, decision: decision,
      feedback: FeedbackReceipt(assessment, iteration: iteration, timestamp: time))
    let feedback = CriticFeedback(
      assessment, loopID: id, iteration: iteration, specVersion: specVersion, timestamp: time)
    return RecordedFeedback(outcome: outcome, feedback: feedback, basis: basis)
  }

  private func blockerRun(with blockers: TextList, after run: Int) -> Int {
    if blockers.values.isEmpty { return 0 }
    return blockers.hasSameTexts(as: self.blockers) ? run + 1 : 1
  }

  /// The loop and its facts after human guidance: one that waited for it goes on, and its verdict is carried out.
  ///
  /// Source: docs/contract.md, "Decisions". Guidance that the gate does not let through changes the time alone.
  package func guided(
    by guidance: Guidance, basis: DecisionBasis, gate: HumanGate, at time: Timestamp
  ) -> (loop: Loop, basis: DecisionBasis) {
    var loop = self
    loop.updatedAt = time
    guard gate.lets(guidance.source) else { return (loop, basis) }
    if status == .userInput { loop.status = .refine }
    if let reason = guidance.verdict.reason { loop.status = reason.status }
    return (loop, DecisionBasis(guidedScores: scoreCount))
  }

  /// True while the loop takes no feedback before a human has spoken.
  package func waitsForHuman(at gate: HumanGate) -> Bool { status == .userInput && gate != .advisory }

  /// The loop linked to `spec`, or to none; as it is where nothing changes.
  package func linked(to spec: SpecName?, at time: Timestamp) -> Loop {
    guard specName != spec else { return self }
    var loop = self
    loop.specName = spec
    loop.updatedAt = time
    return loop
  }

  /// True where this loop stands before `other` among those that want attention: by status, then the latest changed.
  package func isMoreUrgent(than other: Loop) -> Bool {
    (status.urgency, other.updatedAt, other.id) < (other.status.urgency, updatedAt, id)
  }
}
