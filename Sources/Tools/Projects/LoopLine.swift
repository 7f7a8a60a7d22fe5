// LoopLine: a loop that is not completed, and what to do about it.

import Models

/// A loop in the answer of `resume_project`.
struct LoopLine: Codable, Sendable {
  let loopID: LoopID
  let loopType: LoopType
  let specName: SpecName?
  let status: LoopStatus
  let iteration: Int
  let currentScore: Score
  /// The last decision; nil before the first.
  let decision: Decision?
  let next: String
  /// The blockers of the last decision; empty, and absent in JSON, without any.
  let blockers: [String]
  /// What the human is asked about; nil, and absent in JSON, of a loop that does not wait.
  let question: Question?
  /// The beginning of what the human said last; likewise.
  let lastAnswer: String?

  /// The last critic's words, about which the human is asked.
  struct Question: Codable, Sendable {
    let summary: String
    let keyIssues: [String]

    enum CodingKeys: String, CodingKey {
      case summary
      case keyIssues = "key_issues"
    }
  }

  enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
    case loopType = "loop_type"
    case specName = "spec_name"
    case status, iteration
    case currentScore = "current_score"
    case decision, next, blockers, question
    case lastAnswer = "last_answer"
  }

  /// The most issues and blockers that are told.
  private static let maximumIssues = 3

  /// - Parameter characters: the most that a text has.
  init(_ active: ActiveLoop, textsOf characters: Int) {
    let loop = active.loop
    loopID = loop.id
    loopType = loop.loopType
    specName = loop.specName
    status = loop.status
    iteration = loop.iteration
    currentScore = loop.currentScore
    decision = active.lastDecision
    next = Self.next(for: loop)
    blockers = Self.short(loop.blockers, characters)
    question = active.question.map { feedback in
      Question(
        summary: Self.short(feedback.assessmentSummary.value, characters),
        keyIssues: Self.short(feedback.keyIssues, characters))
    }
    lastAnswer = active.lastAnswer?.feedback.map { Self.short($0.value, characters) }
  }

  /// Writes blockers, question and answer only where there are some.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(loopID, forKey: .loopID)
    try container.encode(loopType, forKey: .loopType)
    try container.encodeIfPresent(specName, forKey: .specName)
    try container.encode(status, forKey: .status)
    try container.encode(iteration, forKey: .iteration)
    try container.encode(currentScore, forKey: .currentScore)
    try container.encodeIfPresent(decision, forKey: .decision)
    try container.encode(next, forKey: .next)
    if !blockers.isEmpty { try container.encode(blockers, forKey: .blockers) }
    if let question { try container.encode(question, forKey: .question) }
    if let lastAnswer { try container.encode(lastAnswer, forKey: .lastAnswer) }
  }

  private static func next(for loop: Loop) -> String {
    switch loop.status {
    case .inProgress where !loop.missingReviewers.isEmpty:
      "record_feedback by " + loop.missingReviewers.map(\.value).joined(separator: ", ") + "."
    case .userInput: "Ask the human, then record_user_feedback."
    case .refine, .inProgress: "Improve, then record_feedback."
    case .initialized: "Draft, then record_feedback."
    case .completed, .closed: "Nothing."
    }
  }

  private static func short(_ texts: TextList, _ characters: Int) -> [String] {
    texts.values.prefix(maximumIssues).map { short($0.value, characters) }
  }

  /// The beginning of a text, on one line.
  private static func short(_ text: String, _ characters: Int) -> String {
    let line = text.unicodeScalars.prefix(4 * characters).split(whereSeparator: \.properties.isWhitespace)
      .map(String.init).joined(separator: " ").unicodeScalars
    let isWhole = text.unicodeScalars.count <= 4 * characters && line.count <= characters
    return isWhole ? String(line) : String(line.prefix(characters)) + "…"
  }
}
