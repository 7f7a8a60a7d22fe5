// CriticAssessment: a critic's words as they come, without the loop, iteration and time that the server adds.

/// The part of a feedback that the critic hands in; the server adds loop, iteration and time.
public struct CriticAssessment: Sendable, Equatable {
  /// The most bytes of UTF-8 that the five texts and lists of texts may have together; docs/contract.md, "Limits". Checked
  /// by the tool: what an earlier version stored may have more.
  public static let maximumBytes = 65_536

  /// The critic that scored.
  public let criticAgent: CriticAgent
  /// 0–100 points; the decision follows from it.
  public let score: Score
  /// The assessment in short.
  public let assessmentSummary: Text
  /// The assessment at length; nil where the critic gave none.
  public let detailedFeedback: FlexibleText?
  /// The faults to mend, empty without any. Those named again and again are the recurring issues of an analysis.
  public let keyIssues: TextList
  /// The critic's proposals, empty without any.
  public let recommendations: TextList
  /// The faults with which the loop must not be completed, whatever the score; empty without any.
  public let blockers: TextList

  /// An assessment; details, issues, recommendations and blockers may be left out.
  public init(
    criticAgent: CriticAgent, score: Score, assessmentSummary: Text, detailedFeedback: FlexibleText? = nil,
    keyIssues: TextList = TextList(), recommendations: TextList = TextList(), blockers: TextList = TextList()
  ) {
    self.criticAgent = criticAgent
    self.score = score
    self.assessmentSummary = assessmentSummary
    self.detailedFeedback = detailedFeedback
    self.keyIssues = keyIssues
    self.recommendations = recommendations
    self.blockers = blockers
  }
}
