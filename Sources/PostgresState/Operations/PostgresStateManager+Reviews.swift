// PostgresStateManager, reviews: feedback on loops with reviewers.

import JSON
import Models
import Postgres
import State

extension PostgresStateManager {
  /// Records a reviewer's assessment and decides where it is the last one: the loop is locked, decided on here, and
  /// written back. For a loop without reviewers, which has not taken the assessment, tells why.
  ///
  /// Told by what the loop is now: it may have gone on since it refused.
  func review(
    _ assessment: CriticAssessment, on id: LoopID, at iteration: IterationNumber?,
    by author: ChangeAuthor?, now: Timestamp, on connection: isolated PostgresConnection, _ scope: WriteScope
  ) throws -> FeedbackOutcome {
    let locked = try scope.begin(ReviewSQL.lock(.text(id.value)), on: connection)[0]
    guard let found = try locked.readFirst({ try LockedLoop(&$0) }) else { throw Failure.noSuchLoop(id) }
    let loop = found.loop
    guard !loop.status.isOver else { throw Failure.loopOver(id, loop.status) }
    try loop.checkTakesFeedback(
      of: assessment.criticAgent, at: iteration, asking: found.question(at: policies.humanGate))
    guard !loop.reviewers.isEmpty else { throw Failure.changedMeanwhile(id) }
    let recorded = loop.recording(
      assessment, beside: found.lastFeedback.suffix(loop.pendingCount), basis: found.basis,
      specVersion: found.specVersion, policy: policies[loop.loopType], at: now)
    try scope.end(try store(recorded), recording: Change(loop, .feedback), by: author, on: connection)
    return recorded.outcome
  }

  private func store(_ recorded: RecordedFeedback) throws -> PostgresCommand {
    let (loop, decision) = (recorded.outcome.loop, recorded.outcome.decision)
    let feedback = try JSONModelEncoder.encode(recorded.feedback)
    return PostgresCommand(
      ReviewSQL.store,
      [
        .text(loop.id.value), .text(String(decoding: feedback, as: UTF8.self)), PostgresValue(recorded.replaced),
        .text(decision.reason.rawValue), .int(recorded.basis.blockerRun),
      ] + (try ReviewSQL.changed.values(of: loop)))
  }
}

/// What `ReviewSQL.lock` gives.
private struct LockedLoop: Sendable {
  let basis: DecisionBasis
  let specVersion: Int?
  let reason: Decision.Reason?
  let guidanceCount: Int
  let lastFeedback: [CriticFeedback]
  let loop: Loop

  init(_ row: inout PostgresRowReader) throws {
    basis = DecisionBasis(guidedScores: try row.next(), blockerRun: try row.next())
    specVersion = try row.next()
    reason = try row.next()
    guidanceCount = try row.next()
    lastFeedback = try row.model()
    loop = try Loop(&row)
  }

  /// The question to a human; nil where the loop does not wait for one.
  func question(at gate: HumanGate) -> HumanQuestion? {
    guard loop.waitsForHuman(at: gate) else { return nil }
    return HumanQuestion(
      loop: loop, reason: reason, feedback: lastFeedback, guidanceCount: guidanceCount, gate: gate)
  }
}

extension Failure {
  /// `conflict`: the loop would take now what it has just refused.
  static func changedMeanwhile(_ id: LoopID) -> Failure {
    Failure(.conflict, "Loop \(id) changed at the same moment; nothing was done. Call again.")
  }
}
