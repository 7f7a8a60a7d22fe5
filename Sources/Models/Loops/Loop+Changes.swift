// Loop+Changes: the changes of a loop by feedback, guidance and links.

extension Loop {
  /// The outcome of an assessment: it is stamped with the iteration in progress, its score is appended and decided on,
  /// and unless the loop is completed by it the next iteration begins.
  ///
  /// Source: docs/contract.md, "Decisions". The caller sees to it that the loop is not completed yet.
  ///
  /// - Parameter guided: the number of scores at the last human guidance, 0 without one.
  /// - Returns: the outcome, and the feedback to be stored.
  package func recording(
    _ assessment: CriticAssessment, guided: Int, policy: LoopPolicy, at time: Timestamp
  ) -> (outcome: FeedbackOutcome, feedback: CriticFeedback) {
    var loop = self
    loop.scoreHistory.append(assessment.score)
    loop.currentScore = assessment.score
    let decision = policy.decision(scores: loop.scoreHistory, iteration: iteration, guided: guided)
    loop.status = decision.status
    if decision.status != .completed { loop.iteration = min(iteration + 1, Self.maximumIteration) }
    loop.updatedAt = time
    let outcome = FeedbackOutcome(
      loop: loop, decision: decision,
      feedback: FeedbackReceipt(assessment, iteration: iteration, timestamp: time))
    return (outcome, CriticFeedback(assessment, loopID: id, iteration: iteration, timestamp: time))
  }

  /// The loop after human guidance: one that waited for it goes on.
  package func guided(at time: Timestamp) -> Loop {
    var loop = self
    if status == .userInput { loop.status = .refine }
    loop.updatedAt = time
    return loop
  }

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
