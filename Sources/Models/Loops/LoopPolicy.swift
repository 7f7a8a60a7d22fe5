// LoopPolicy: the rules by which a loop is completed, refined or handed to a human.

/// The limits for one loop type and the decision that follows from them; docs/contract.md, "Decisions".
public struct LoopPolicy: Codable, Sendable, Equatable {
  /// The score that completes a loop, 1–100.
  public var threshold: Int
  /// Two improvements in a row below this many points are stagnation, 1–100.
  public var improvementThreshold: Int
  /// The human is asked at each iteration divisible by it, 1–20.
  public var checkpointFrequency: Int

  private enum CodingKeys: String, CodingKey {
    case threshold
    case improvementThreshold = "improvement_threshold"
    case checkpointFrequency = "checkpoint_frequency"
  }

  /// A policy of limits within their ranges; that is not checked.
  public init(threshold: Int, improvementThreshold: Int, checkpointFrequency: Int) {
    self.threshold = threshold
    self.improvementThreshold = improvementThreshold
    self.checkpointFrequency = checkpointFrequency
  }

  /// The defaults for a type; docs/contract.md, "Environment".
  public static func standard(for type: LoopType) -> LoopPolicy {
    LoopPolicy(
      threshold: type == .buildCode ? 95 : 90,
      improvementThreshold: type == .analyst || type == .roadmap ? 10 : 5,
      checkpointFrequency: type == .analyst ? 3 : 5)
  }

  /// The decision on the last of `scores`.
  ///
  /// - Parameters:
  ///   - scores: all scores of the loop, oldest first; traps without any.
  ///   - iteration: the iteration that the last score belongs to.
  ///   - basis: what else decides, with the blockers that came with the last score.
  public func decision(scores: [Score], iteration: Int, basis: DecisionBasis) -> Decision {
    Decision(reason(scores: scores, iteration: iteration, basis: basis), scores: scores, threshold: threshold)
  }

  private func reason(scores: [Score], iteration: Int, basis: DecisionBasis) -> Decision.Reason {
    let (isReached, isBlocked) = (scores[scores.count - 1].value >= threshold, basis.blockerRun > 0)
    if isReached && !isBlocked { return .thresholdReached }
    if iteration.isMultiple(of: checkpointFrequency) { return .checkpoint }
    if isStagnating(scores[min(basis.guidedScores, scores.count)...]) { return .stagnation }
    if basis.blockerRun >= DecisionBasis.stagnantRun { return .stagnation }
    return isReached ? .blocked : .belowThreshold
  }

  /// True when there are three scores and the last two improvements are both below the limit.
  private func isStagnating(_ scores: ArraySlice<Score>) -> Bool {
    guard scores.count >= 3 else { return false }
    let last = scores.suffix(3).map(\.value)
    return last[1] - last[0] < improvementThreshold && last[2] - last[1] < improvementThreshold
  }
}
