// HumanQuestion: what a loop in user_input asks a human, and the failures of calls that go on without an answer.

import JSON
import Models

/// What a human has to know to answer a loop; docs/contract.md, "Decisions".
package struct HumanQuestion: Sendable {
  /// The reason for which the human is asked; nil in rows that another program has written.
  package let reason: Decision.Reason?
  /// The feedback on which that was decided; empty in rows that another program has written.
  package let feedback: [CriticFeedback]
  /// What it takes to go on.
  package let gate: HumanGate

  package init(reason: Decision.Reason?, feedback: [CriticFeedback], gate: HumanGate) {
    self.reason = reason
    self.feedback = feedback
    self.gate = gate
  }

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
    let remedy = "Ask the human how to go on, then store the answer with record_user_feedback."
    let advice = question.gate.lets(.relayed) ? remedy : byCommand(loop.id)
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
    "Only the human's own word counts here (LOOP_HUMAN_GATE=verified): ask the human to run respec-server call "
      + "record_user_feedback '{\"loop_id\": \"\(id)\", \"feedback\": \"…\"}'."
  }
}
