// LoopColumns: the columns of loops and of the tables that refer to them.

import JSON
import Models
import SQLite
import State

extension Loop {
  /// Of loop_states, but for `spec_name`, which is of the link.
  static let columns = Columns(
    Column("id", \Loop.id), Column("project_name", \.projectName), Column("loop_type", \.loopType),
    Column("status", \.status), Column("current_score", \.currentScore),
    Column("score_history", \.scoreHistory),
    Column("iteration", \.iteration), Column("created_at", \.createdAt), Column("updated_at", \.updatedAt),
    Column(json: "blockers", \.blockers), Column(json: "reviewers", \.reviewers),
    Column(json: "missing_reviewers", \.missingReviewers), Column("spec_name", \.specName),
    make: Loop.init(
      id:projectName:loopType:status:currentScore:scoreHistory:iteration:createdAt:updatedAt:blockers:reviewers:
      missingReviewers:specName:))
}

/// A loop with the facts that decide on it.
struct LoopRecord: Sendable {
  var loop: Loop
  var basis = DecisionBasis()
  /// The position of the last human guidance.
  var guidanceCount = 0
  /// The reason for the last decision; nil before the first.
  var decisionReason: Decision.Reason?

  static let columns = Columns(
    Column(Loop.columns, \LoopRecord.loop), Column(DecisionBasis.columns, \.basis),
    Column("guidance_count", \.guidanceCount), Column("decision_reason", \.decisionReason), make: LoopRecord.init)
}

extension DecisionBasis {
  static let columns = Columns(
    Column("guided_scores", \DecisionBasis.guidedScores), Column("blocker_run", \.blockerRun),
    make: DecisionBasis.init)
}

/// A loop's link to a spec of its project.
struct LoopLink: Sendable {
  let loopID: LoopID
  let projectName: Name
  let specName: SpecName
  let linkedAt: Timestamp

  static let columns = Columns(
    Column("loop_id", \LoopLink.loopID), Column("project_name", \.projectName), Column("spec_name", \.specName),
    Column("linked_at", \.linkedAt), make: LoopLink.init)
}

/// A loop's entry in its project's history.
struct HistoryRow: Sendable {
  let loopID: LoopID
  let projectName: Name
  let place: HistoryPlace

  static let columns = Columns(
    Column("loop_id", \HistoryRow.loopID), Column("project_name", \.projectName),
    Column(HistoryPlace.columns, \.place), make: HistoryRow.init)
}

extension HistoryPlace {
  static let columns = Columns(
    Column("sequence_number", \HistoryPlace.sequenceNumber), Column("added_at", \.addedAt), make: HistoryPlace.init)
}

/// One piece of a human's guidance on a loop.
struct GuidanceRow: Sendable {
  let loopID: LoopID
  let guidance: ArchivedGuidance

  static let columns = Columns(
    Column("loop_id", \GuidanceRow.loopID), Column(ArchivedGuidance.columns, \.guidance), make: GuidanceRow.init)
}

extension ArchivedGuidance {
  static let columns = Columns(
    Column("position", \ArchivedGuidance.position), Column("iteration", \.iteration), Column("verdict", \.verdict),
    Column("source", \.source), Column("created_at", \.createdAt), Column("feedback", \.feedback),
    make: { position, iteration, verdict, source, createdAt, feedback in
      ArchivedGuidance(
        position: position, iteration: iteration, feedback: feedback, verdict: verdict, source: source,
        createdAt: createdAt)
    })
}

extension ObjectiveFeedback {
  static let columns = Columns(
    Column("loop_id", \ObjectiveFeedback.loopID), Column("feedback", \.feedback), Column("stored_at", \.storedAt),
    make: ObjectiveFeedback.init)
}
