// LoopAnalysis: the development of a loop's scores, and the issues that its critics keep naming.

/// The development of a loop's scores, and the issues that its critics keep naming: `analyze_loop` answers with it.
public struct LoopAnalysis: Codable, Sendable, Equatable {
  /// The direction of the scores, by the mean of the last two improvements.
  public enum Trend: String, Choice {
    /// Fewer than two scores.
    case insufficientData = "insufficient_data"
    /// A mean of at least 1 point.
    case improving
    /// A mean of at most −1 point.
    case declining
    /// Anything between.
    case stable
  }

  /// The loop that is analysed.
  public let loop: Loop
  /// The direction of the scores.
  public let trend: Trend
  /// Points from score to score on average, to two decimals; nil with fewer than two scores.
  public let averageImprovement: Double?
  /// The latest score less the one before; nil with fewer than two scores.
  public let lastImprovement: Int?
  /// Issues named in at least two feedbacks, most frequent first, at most ten.
  public private(set) var recurringIssues: [Text]
  /// The number of feedbacks so far.
  public let feedbackCount: Int
  /// The same in one or two sentences.
  public let summary: String

  private enum CodingKeys: String, CodingKey {
    case loop
    case trend
    case averageImprovement = "average_improvement"
    case lastImprovement = "last_improvement"
    case recurringIssues = "recurring_issues"
    case feedbackCount = "feedback_count"
    case summary
  }

  /// The analysis of `loop`, whose whole feedback is `feedback`, oldest first.
  public init(loop: Loop, feedback: [CriticFeedback], policy: LoopPolicy) {
    let scores = loop.scoreHistory.map(\.value)
    let improvements = zip(scores.dropFirst(), scores).map { $0 - $1 }
    self.loop = loop
    trend = Self.trend(of: improvements)
    averageImprovement = improvements.isEmpty ? nil : Self.mean(improvements)
    lastImprovement = improvements.last
    recurringIssues = Self.recurringIssues(in: feedback)
    feedbackCount = feedback.count
    summary = Self.summary(of: loop, trend: trend, recurring: recurringIssues.count, policy: policy)
  }

  /// The same with other words for the recurring issues.
  package func with(recurringIssues: [Text]) -> LoopAnalysis {
    var analysis = self
    analysis.recurringIssues = recurringIssues
    return analysis
  }

  private static func mean(_ values: [Int]) -> Double {
    (Double(values.reduce(0, +)) / Double(values.count) * 100).rounded() / 100 + 0  // + 0 makes 0 of −0
  }

  private static func trend(of improvements: [Int]) -> Trend {
    guard !improvements.isEmpty else { return .insufficientData }
    let recent = mean(Array(improvements.suffix(2)))
    return recent >= 1 ? .improving : recent <= -1 ? .declining : .stable
  }

  /// Issues are the same when only case and white space tell them apart; the latest wording is shown.
  private static func recurringIssues(in feedback: [CriticFeedback]) -> [Text] {
    var found: [String: (count: Int, latest: Text, order: Int)] = [:]
    for entry in feedback {
      var seen: Set<String> = []
      for issue in entry.keyIssues.values {
        let key = issue.value.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard seen.insert(key).inserted else { continue }
        let previous = found[key]
        found[key] = ((previous?.count ?? 0) + 1, issue, previous?.order ?? found.count)
      }
    }
    let recurring = found.values.filter { $0.count > 1 }
    return recurring.sorted { ($1.count, $0.order) < ($0.count, $1.order) }.prefix(10).map(\.latest)
  }

  private static func summary(of loop: Loop, trend: Trend, recurring: Int, policy: LoopPolicy) -> String {
    guard !loop.scoreHistory.isEmpty else { return "No feedback yet: iteration 1 is to be scored." }
    let way =
      switch trend {
      case .insufficientData: "one score so far"
      case .improving: "improving"
      case .declining: "declining"
      case .stable: "stable"
      }
    let issues = recurring == 0 ? "" : " \(recurring) issue\(recurring == 1 ? "" : "s") came up more than once."
    return "Score \(loop.currentScore.value) of \(policy.threshold) needed after \(loop.scoreHistory.count) "
      + "feedback\(loop.scoreHistory.count == 1 ? "" : "s"), \(way); status \(loop.status.rawValue).\(issues)"
  }
}
