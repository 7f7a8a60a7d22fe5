// ReviewChecker: holds what reviewers were told against what is in their loop.

/// Finds reviews that are lost or counted twice, and iterations that were not decided exactly once. A pure function of
/// the operations and the loop.
struct ReviewChecker {
  private struct Review {
    let operation: WriteOperation
    let critic: String
    let score: Int
  }

  private let loop: FinalState.Loop
  private let reviews: [Review]
  private(set) var faults: [String] = []

  init(_ operations: [WriteOperation], _ loop: FinalState.Loop) {
    self.loop = loop
    reviews = operations.compactMap { operation in
      guard case .review(loop.id, let critic, let score) = operation.target else { return nil }
      return Review(operation: operation, critic: critic, score: score)
    }
    checkShape()
    for review in reviews { check(review) }
    for iteration in 1..<max(loop.iteration, 1) { checkDecision(of: iteration) }
  }

  /// Each iteration that is over has one feedback of each reviewer, and their mean for a score.
  private mutating func checkShape() {
    let loop = loop
    expect(loop.scores.count == loop.iteration - 1, "\(loop.scores.count) scores in iteration \(loop.iteration)")
    for (index, score) in loop.scores.enumerated() {
      let given = loop.feedback.filter { $0.iteration == index + 1 }
      let (critics, mean) = (given.map(\.critic), given.reduce(0) { $0 + $1.score } / max(given.count, 1))
      expect(critics.sorted() == loop.reviewers.sorted(), "iteration \(index + 1) has \(critics)")
      expect(score == mean, "iteration \(index + 1) has the score \(score)")
    }
    let spoken = loop.feedback.filter { $0.iteration == loop.iteration }.map(\.critic)
    let missing = loop.reviewers.filter { !spoken.contains($0) }
    expect(Set(spoken).count == spoken.count, "iteration \(loop.iteration) has \(spoken)")
    expect(loop.missing == missing, "waits for \(loop.missing) beside \(spoken)")
    expect(loop.currentScore == loop.scores.last ?? 0, "current score \(loop.currentScore)")
  }

  /// A review that was acknowledged is there, or another one of its critic has taken its place.
  private mutating func check(_ review: Review) {
    let tag = review.operation.tag
    let place = loop.feedback.first { $0.tag == tag }
    if let place {
      expect(review.operation.isAcknowledged || review.operation.isOpen, "\(tag) was refused and is there")
      expect(place.critic == review.critic && place.score == review.score, "\(tag) is not what it should be")
    }
    for case .acknowledged(let number, _) in review.operation.outcomes {
      let there = loop.feedback.filter { $0.iteration == number && $0.critic == review.critic }
      expect(place.map { $0.iteration == number } ?? !there.isEmpty, "\(tag) was acknowledged and nothing is there")
    }
  }

  /// One answer alone told of the decision; none may have got to its reader where some are unknown.
  private mutating func checkDecision(of iteration: Int) {
    let told = reviews.filter { review in
      review.operation.outcomes.contains {
        if case .acknowledged(iteration, let reason) = $0 { reason != "awaiting_reviews" } else { false }
      }
    }
    let isOpen = reviews.contains { $0.operation.isOpen }
    expect(told.count == 1 || told.isEmpty && isOpen, "iteration \(iteration) was decided \(told.count) times")
  }

  private mutating func expect(_ condition: Bool, _ fault: @autoclosure () -> String) {
    if !condition { faults.append("loop \(loop.id): \(fault())") }
  }
}
