// HumanQuestion: what a loop in user_input asks a human, and the failures of calls that go on without an answer.

import JSON
import Models

/// What a human has to know to answer a loop; docs/contract.md, "Decisions".
public struct HumanQuestion: Sendable, Equatable {
  /// The loop as it stands; it need not wait for a human to be asked about.
  public let loop: Loop
  /// The reason of the last decision; nil before the first, and in rows that another program has written.
  public let reason: Decision.Reason?
  /// The feedback on which that was decided; empty before the first, and in rows that another program has written.
  public let feedback: [CriticFeedback]
  /// The entries of human guidance that the loop has.
  public let guidanceCount: Int
  /// What it takes to go on.
  public let gate: HumanGate

  /// - Parameter feedback: the loop's last feedback, oldest first; what is on an earlier iteration is left out.
  package init(
    loop: Loop, reason: Decision.Reason?, feedback: [CriticFeedback], guidanceCount: Int, gate: HumanGate
  ) {
    self.loop = loop
    self.reason = reason
    self.feedback = feedback.filter { $0.iteration == feedback.last?.iteration }
    self.guidanceCount = guidanceCount
    self.gate = gate
  }

  /// The place that an answer must find the loop at.
  public var place: QuestionPlace { QuestionPlace(iteration: loop.iteration, guidanceCount: guidanceCount) }

  /// This, where the loop takes no feedback before it is answered; else nil.
  package var ifOpen: HumanQuestion? { loop.waitsForHuman(at: gate) ? self : nil }

  /// The question in lines for the human, at most about 5,000 characters.
  ///
  /// - Parameter policy: that of the loop's type.
  package func text(under policy: LoopPolicy) -> String {
    let spec = loop.specName.map { ", spec \(JSONValue.string($0.value).abbreviated)" } ?? ""
    let project = JSONValue.string(loop.projectName.value).abbreviated
    let lines = [
      "Loop \(loop.id) (\(loop.loopType.rawValue)) of project \(project)\(spec): how shall it go on?",
      why(under: policy),
      scores(under: policy),
    ]
    return (lines.compactMap { $0 } + words).joined(separator: "\n")
  }

  private func why(under policy: LoopPolicy) -> String? {
    switch reason {
    case .checkpoint: "It asks you because of a checkpoint, as every \(policy.checkpointFrequency) iterations."
    case .stagnation: "It asks you because of stagnation: its scores or its blockers no longer move."
    case .blocked: "It is blocked: its score would do, but there are blockers."
    default: nil
    }
  }

  private func scores(under policy: LoopPolicy) -> String {
    let rest = loop.scoreCount > Self.maximumScores ? "…, " : ""
    let last = loop.scoreHistory.suffix(Self.maximumScores).map { "\($0.value)" }.joined(separator: ", ")
    return "Iteration \(loop.iteration). Scores: \(last.isEmpty ? "none yet" : rest + last)"
      + " (threshold \(policy.threshold))."
  }

  /// The most scores that are told, the last ones.
  private static let maximumScores = 10

  /// The most of a list's texts that are told, and the characters that are told of a text.
  private static let (maximumTexts, maximumCharacters) = (5, 300)

  /// The critics' words, in short.
  fileprivate var words: [String] {
    let summaries = feedback.map { "\($0.criticAgent) (\($0.score.value)): \(Self.short($0.assessmentSummary))" }
    return [
      Self.line("Assessment", summaries), Self.line("Key issues", feedback.flatMap(\.keyIssues.values).map(Self.short)),
      Self.line("Blockers", feedback.flatMap(\.blockers.values).map(Self.short)),
    ].compactMap { $0 }
  }

  private static func line(_ title: String, _ texts: [String]) -> String? {
    guard !texts.isEmpty else { return nil }
    let rest = texts.count > maximumTexts ? " and \(texts.count - maximumTexts) more" : ""
    return "\(title): \(texts.prefix(maximumTexts).joined(separator: "; "))\(rest)."
  }

  private static func short(_ text: Text) -> String {
    JSONValue.string(text.value).abbreviated(to: maximumCharacters)
  }
}

extension Failure {
  /// `waiting_for_human`: the loop takes no feedback before a human has spoken.
  package static func waitingForHuman(_ loop: Loop, _ question: HumanQuestion) -> Failure {
    let reason = question.reason.map { " (\($0.rawValue))" } ?? ""
    let remedy = "Call record_user_feedback without feedback: it asks the human how to go on, and stores the answer."
    let advice = question.gate.lets(.relayed) ? remedy : "\(remedy) \(byCommand(loop.id))"
    return Failure(
      .waitingForHuman,
      "Loop \(loop.id) waits for a human\(reason) and takes no feedback until one has spoken."
        + (question.words + [advice]).map { " \($0)" }.joined(),
      details: [
        Violation(
          path: "loop_id", problem: "waits for a human" + (question.reason.map { ": \($0.rawValue)" } ?? ""),
          allowed: "a loop that goes on; for this one record_user_feedback first", got: "\"\(loop.id)\"")
      ])
  }

  /// `waiting_for_human`: the human was asked and has not answered. The question is told again, for the conversation.
  ///
  /// - Parameters:
  ///   - reason: the reason in a few words, such as "the human declined".
  ///   - policy: that of the loop's type.
  package static func unanswered(_ question: HumanQuestion, _ reason: String, under policy: LoopPolicy) -> Failure {
    let id = question.loop.id
    let remedy = "Ask the human in the conversation, then call again with the human's words as feedback."
    let advice = question.gate.lets(.relayed) ? remedy : byCommand(id)
    return Failure(
      .waitingForHuman,
      "There is no answer to loop \(id): \(reason). Nothing was stored, and the loop is as it was: do not go on with it. "
        + "\(advice)\n\(question.text(under: policy))",
      details: [
        Violation(
          path: "feedback", problem: "no answer: \(reason)",
          allowed: "the human's words, or a later call that asks again", got: "nothing")
      ])
  }

  /// `conflict`: the loop went on since the human was asked.
  ///
  /// - Parameters:
  ///   - place: the place of the question.
  ///   - count: the entries of guidance that the loop has by now.
  static func answerTooLate(_ loop: Loop, _ place: QuestionPlace, count: Int) -> Failure {
    let isAnswered = count > place.guidanceCount
    return Failure(
      .conflict,
      "Loop \(loop.id) "
        + (isAnswered ? "was answered already" : "went on to iteration \(loop.iteration)")
        + " while the human was asked; this answer was not stored. Read what was with list_history, and go on by that.",
      details: [
        Violation(
          path: "loop_id", problem: isAnswered ? "answered already" : "went on meanwhile",
          allowed: "a loop in the iteration and with the guidance of the question",
          got: "iteration \(loop.iteration), guidance \(count)")
      ])
  }

  /// `waiting_for_human`: an agent's word for a human's verdict does not count.
  static func unverified(_ verdict: GuidanceVerdict, on id: LoopID) -> Failure {
    Failure(
      .waitingForHuman, "An agent cannot \(verdict.rawValue) loop \(id) for a human. \(byCommand(id))",
      details: [
        Violation(
          path: "verdict", problem: "not by a human", allowed: "\(GuidanceVerdict.goOn.rawValue)",
          got: "\"\(verdict.rawValue)\"")
      ])
  }

  private static func byCommand(_ id: LoopID) -> String {
    "Only the human's own word counts here (LOOP_HUMAN_GATE=verified): where the client shows no forms, ask the human to "
      + "run respec-server call record_user_feedback '{\"loop_id\": \"\(id)\", \"feedback\": \"…\"}'."
  }
}
