// record_feedback: a critic's score of the iteration in progress, and the decision that follows.

import JSON
import MCP
import Models
import State

enum RecordFeedback: StateTool {
  static let name = "record_feedback"
  static let title = "Record critic feedback"
  static let description = """
    Record a critic's assessment of the iteration in progress. decision.status says what to do next: completed (stop), \
    refine (improve, then score again), user_input (ask the human, then call record_user_feedback: until then no more \
    is taken). In this order: a score of at least the threshold without blockers completes; every \
    checkpoint_frequency-th iteration asks; the last two improvements both below improvement_threshold, or the same \
    blockers three times, ask; else refine. A completed loop takes no more feedback. Of a loop with reviewers the last \
    one decides, on the mean score; until then it is in_progress, and each may replace its own.
    """
  static let effect = Effect.adds

  struct Arguments: ToolArguments {
    let loopID: LoopID
    let criticAgent: CriticAgent
    let score: Score
    let assessmentSummary: Text
    let detailedFeedback: FlexibleText?
    let keyIssues: TextList?
    let recommendations: TextList?
    let blockers: TextList?
    let iteration: IterationNumber?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case criticAgent = "critic_agent"
      case score
      case assessmentSummary = "assessment_summary"
      case detailedFeedback = "detailed_feedback"
      case keyIssues = "key_issues"
      case recommendations, blockers
      case iteration
      case idempotencyKey = "idempotency_key"
    }

    private static let texts: [CodingKeys] = [
      .assessmentSummary, .detailedFeedback, .keyIssues, .recommendations, .blockers,
    ]

    /// The violation when the critic's words are too long together, at the longest of them.
    static func violations(in arguments: JSONObject) -> [Violation] {
      let sizes = texts.map { (name: $0.rawValue, bytes: arguments[$0.rawValue]?.bytesOfTexts ?? 0) }
      let (total, maximum) = (sizes.reduce(0) { $0 + $1.bytes }, CriticAssessment.maximumBytes)
      guard total > maximum, let longest = sizes.max(by: { $0.bytes < $1.bytes }) else { return [] }
      return [
        Violation(
          path: longest.name, problem: "too long: \(total) bytes together",
          allowed: "\(maximum) bytes of UTF-8 in " + texts.map(\.rawValue).joined(separator: ", ") + " together",
          got: arguments[longest.name]?.abbreviated ?? "")
      ]
    }

    static let ownNotes = [
      "iteration": "The one scored: refused if the loop is in another.",
      "blockers": "Faults that forbid completion whatever the score; the same in the same words.",
    ]
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<FeedbackOutcome> {
    let assessment = CriticAssessment(
      criticAgent: arguments.criticAgent, score: arguments.score, assessmentSummary: arguments.assessmentSummary,
      detailedFeedback: arguments.detailedFeedback, keyIssues: arguments.keyIssues ?? TextList(),
      recommendations: arguments.recommendations ?? TextList(), blockers: arguments.blockers ?? TextList())
    return try await state.recordFeedback(assessment, on: arguments.loopID, at: arguments.iteration, once: call)
  }
}

extension JSONValue {
  /// The bytes of UTF-8 of a text, or of the texts of a list.
  fileprivate var bytesOfTexts: Int {
    stringValue?.utf8.count ?? arrayValue?.reduce(0) { $0 + ($1.stringValue?.utf8.count ?? 0) } ?? 0
  }
}
