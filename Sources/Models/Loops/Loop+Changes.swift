// Loop+Changes: the changes of a loop by feedback, guidance and links.

/// A loop after a feedback, and what is to be stored of it.
package struct RecordedFeedback: Sendable {
  /// The answer, with the loop as it is then.
  package let outcome: FeedbackOutcome
  /// The feedback in full.
  package let feedback: CriticFeedback
  /// The place of the feedback that it replaces, from the end of all feedback: −1 for the last; nil where it replaces none.
  package let replaced: Int?
  /// The facts for the next decision.
  package let basis: DecisionBasis
}

extension Loop {
  /// The loop after an assessment: it is stamped with the iteration in progress and decided on, and unless the loop is
  /// completed by it the next iteration begins. A loop with reviewers decides when the last of them has spoken, on the
  /// mean of their scores, rounded down, and all their blockers.
  ///
  /// Source: docs/contract.md, "Decisions". The caller sees to it that the loop takes feedback.
  ///
  /// - Parameters:
  ///   - pending: the feedback that there is on the iteration in progress: `pendingCount` of them, as stored.
  ///   - basis: the facts at the last decision.
  ///   - specVersion: the version of the linked spec; nil without a link.
  package func recording(
    _ assessment: CriticAssessment, beside pending: [CriticFeedback], basis: DecisionBasis, specVersion: Int?,
    policy: LoopPolicy, at time: Timestamp
  ) -> RecordedFeedback {
    let feedback = CriticFeedback(
      assessment, loopID: id, iteration: iteration, specVersion: specVersion, timestamp: time)
    let place = pending.firstIndex { $0.criticAgent == assessment.criticAgent }
    let others = pending.filter { $0.criticAgent != assessment.criticAgent }
    var (loop, basis, decision) = (self, basis, Decision(.awaitingReviews, scores: [], threshold: policy.threshold))
    loop.updatedAt = time
    loop.missingReviewers.removeAll { $0 == assessment.criticAgent }
    if loop.missingReviewers.isEmpty {
      decision = loop.decide(on: others + [feedback], &basis, policy)
    } else {
      loop.status = decision.status
    }
    let receipt = FeedbackReceipt(assessment, iteration: iteration, timestamp: time)
    return RecordedFeedback(
      outcome: FeedbackOutcome(loop: loop, decision: decision, feedback: receipt), feedback: feedback,
      replaced: place.map { $0 - pending.count }, basis: basis)
  }

  /// Takes the decision on all the feedback of the iteration in progress and begins the next one, unless it completes the
  /// loop.
  private mutating func decide(
    on feedback: [CriticFeedback], _ basis: inout DecisionBasis, _ policy: LoopPolicy
  ) -> Decision {
    let score = Score(trusted: feedback.reduce(0) { $0 + $1.score.value } / feedback.count)
    let blockers = feedback.count == 1 ? feedback[0].blockers : TextList(joining: feedback.map(\.blockers))
    scoreHistory.append(score)
    currentScore = score
    basis.blockerRun = blockerRun(with: blockers, after: basis.blockerRun)
    self.blockers = blockers
    let decision = policy.decision(scores: scoreHistory, iteration: iteration, basis: basis)
    status = decision.status
    guard status != .completed else { return decision }
    iteration = min(iteration + 1, Self.maximumIteration)
    missingReviewers = reviewers
    return decision
  }

  /// The number of feedbacks that there are on the iteration in progress, which nothing has been decided on.
  package var pendingCount: Int { missingReviewers.isEmpty ? 0 : reviewers.count - missingReviewers.count }

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
    if let reason = guidance.verdict.reason { (loop.status, loop.missingReviewers) = (reason.status, []) }
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
