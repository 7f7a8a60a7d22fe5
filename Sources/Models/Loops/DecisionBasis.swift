// DecisionBasis: what decides on a feedback beside the loop's scores and iteration.

/// The facts kept with a loop that decide on its next feedback; docs/contract.md, "Decisions".
public struct DecisionBasis: Sendable, Equatable {
  /// The number of feedbacks running with the same blockers that are stagnation.
  public static let stagnantRun = 3

  /// The number of scores at the last human guidance, 0 without one; only later ones can stagnate.
  public var guidedScores: Int
  /// The number of decisions running, since the last human guidance, with the blockers of the last one; 0 where it had
  /// none.
  public var blockerRun: Int

  /// The facts of a new loop, apart from those given.
  public init(guidedScores: Int = 0, blockerRun: Int = 0) {
    self.guidedScores = guidedScores
    self.blockerRun = blockerRun
  }
}

extension TextList {
  /// The texts of several lists, each once, in the order in which they come.
  package init(joining lists: [TextList]) {
    var seen: Set<Text> = []
    self.init(lists.flatMap(\.values).filter { seen.insert($0).inserted })
  }

  /// True where both have the same texts, in whatever order and however often.
  package func hasSameTexts(as other: TextList) -> Bool { Set(values) == Set(other.values) }
}
