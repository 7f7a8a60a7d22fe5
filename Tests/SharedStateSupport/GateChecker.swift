// GateChecker: holds what is in a loop against the human's gate.

/// Finds feedback that a loop took while it waited for a human. A pure function of the loop, by the standard policy for
/// specs, for scores below its threshold.
public struct GateChecker {
  private static let (checkpoint, improvement) = (5, 5)

  /// The feedbacks that were let through, a line each.
  public private(set) var faults: [String] = []

  /// Checks every feedback.
  public init(_ loop: FinalState.Loop) {
    let guided = Set(loop.guidance.map(\.iteration))
    var scores: [Int] = []
    for (number, feedback) in loop.feedback.enumerated() {
      if guided.contains(number + 1) {
        scores = []
      } else if Self.asks(after: number, scores) {
        faults.append("loop \(loop.id): feedback \(number + 1) was taken while the loop waited")
      }
      scores.append(feedback.score)
    }
  }

  /// - Parameter scores: those since the last guidance.
  private static func asks(after count: Int, _ scores: [Int]) -> Bool {
    if count > 0 && count.isMultiple(of: checkpoint) { return true }
    let gains = zip(scores.dropFirst(), scores).map { $0 - $1 }.suffix(2)
    return gains.count == 2 && gains.allSatisfy { $0 < improvement }
  }
}
