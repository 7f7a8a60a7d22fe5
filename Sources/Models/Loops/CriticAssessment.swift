// CriticAssessment: a critic's words before the server has stamped them.

/// What a critic hands in: a feedback without loop, iteration and time, which the server adds.
public struct CriticAssessment: Sendable, Equatable {
  public let criticAgent: CriticAgent
  public let score: Score
  public let assessmentSummary: Text
  public let detailedFeedback: FlexibleText?
  public let keyIssues: TextList
  public let recommendations: TextList

  public init(
    criticAgent: CriticAgent, score: Score, assessmentSummary: Text, detailedFeedback: FlexibleText? = nil,
    keyIssues: TextList = TextList(), recommendations: TextList = TextList()
  ) {
    self.criticAgent = criticAgent
    self.score = score
    self.assessmentSummary = assessmentSummary
    self.detailedFeedback = detailedFeedback
    self.keyIssues = keyIssues
    self.recommendations = recommendations
  }
}
