// Loops as rows: the columns of loop_states, and those that are read beside them.

import JSON
import Models
import Postgres
import State

extension Loop {
  /// The columns of loop_states that make up a loop, but for its link.
  static let columns: [Column<Loop>] = [
    Column("id") { .text($0.id.value) },
    Column("project_name") { .text($0.projectName.value) },
    Column("loop_type") { .text($0.loopType.rawValue) },
    Column("status") { .text($0.status.rawValue) },
    Column("current_score") { .int($0.currentScore.value) },
    Column("score_history") { .ints($0.scoreHistory.map(\.value)) },
    Column("iteration") { .int($0.iteration) },
    Column("created_at", as: "timestamp") { .text($0.createdAt.value) },
    Column("updated_at", as: "timestamp") { .text($0.updatedAt.value) },
    Column("blockers", as: "text[]") { .texts($0.blockers.values.map(\.value)) },
    Column("reviewers", as: "text[]") { .texts($0.reviewers.map(\.value)) },
    Column("missing_reviewers", as: "text[]") { .texts($0.missingReviewers.map(\.value)) },
  ]

  /// Reads `LoopSQL.columns`: those above, then the linked spec's name.
  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    self.init(
      id: try row.next(), projectName: try row.next(), loopType: try row.next(), status: try row.next(),
      currentScore: try row.next(), scoreHistory: try row.next(), iteration: try row.next(), createdAt: try row.next(),
      updatedAt: try row.next(), blockers: try row.next(), reviewers: try row.next(),
      missingReviewers: try row.next(), specName: try row.next())
  }
}

extension ArchivedLoop {
  /// Every column of loop_states.
  static let columns: [Column<ArchivedLoop>] =
    Loop.columns.map { $0.of(\.loop) } + [
      Column("guided_scores") { .int($0.basis.guidedScores) },
      Column("blocker_run") { .int($0.basis.blockerRun) },
      Column("guidance_count") { .int($0.guidanceCount) },
      Column("decision_reason") { PostgresValue($0.decisionReason?.rawValue) },
      Column("feedback_history", as: "jsonb") { .text(JSONValue.array($0.feedback).text) },
    ]

  /// The columns of other tables that belong to a loop, in the order in which `LoopSQL.restore` takes them.
  static let attachments: [Column<ArchivedLoop>] = [
    Column("guidance", as: "jsonb") {
      .text(String(decoding: try JSONModelEncoder.encode($0.guidance), as: UTF8.self))
    },
    Column("feedback", as: "text") { PostgresValue($0.objectiveFeedback?.feedback.value) },
    Column("stored_at", as: "timestamp") { PostgresValue($0.objectiveFeedback?.storedAt.value) },
    Column("spec_name", as: "text") { PostgresValue($0.loop.specName?.value) },
    Column("linked_at", as: "timestamp") { PostgresValue($0.linkedAt?.value) },
    Column("sequence_number", as: "bigint") { PostgresValue($0.place?.sequenceNumber.value) },
    Column("added_at", as: "timestamp") { PostgresValue($0.place?.addedAt.value) },
  ]

  /// The values of all columns, those of loop_states first.
  var values: [PostgresValue] {
    get throws { try Self.columns.values(of: self) + Self.attachments.values(of: self) }
  }

  /// Reads what `LoopSQL.archived` gives.
  init(_ row: inout PostgresRowReader) throws {
    self.init(loop: try Loop(&row))
    basis = DecisionBasis(guidedScores: try row.next(), blockerRun: try row.next())
    guidanceCount = try row.next()
    decisionReason = try row.next()
    feedback = try row.json().arrayValue ?? []
    guidance = try (row.json().arrayValue ?? []).map(Self.guidance)
    let (text, storedAt): (Text?, Timestamp?) = (try row.next(), try row.next())
    if let text, let storedAt { objectiveFeedback = .init(loopID: loop.id, feedback: text, storedAt: storedAt) }
    linkedAt = try row.next()
    let (number, addedAt): (Int?, Timestamp?) = (try row.next(), try row.next())
    if let number, let addedAt { place = .init(sequenceNumber: SequenceNumber(trusted: number), addedAt: addedAt) }
    if let project: String = try row.next(), project != loop.projectName.value {
      throw PostgresError.unreadable("a link to a spec of project \(project)", as: "link within a project")
    }
  }

  /// Takes what the statement has put together, unchecked.
  private static func guidance(_ json: JSONValue) throws -> ArchivedGuidance {
    let time = json["created_at"]?.stringValue ?? ""
    guard case .success(let checked) = Timestamp.check(time) else {
      throw PostgresError.unreadable(time, as: "timestamp")
    }
    return ArchivedGuidance(
      position: GuidancePosition(trusted: json["position"]?.intValue ?? 0),
      iteration: IterationNumber(trusted: json["iteration"]?.intValue ?? 0),
      feedback: json["feedback"]?.stringValue.map { Text(trusted: $0) }, verdict: try choice(json["verdict"]),
      source: try choice(json["source"]), createdAt: Timestamp(trusted: checked))
  }

  private static func choice<Value: Choice>(_ json: JSONValue?) throws -> Value {
    let name = json?.stringValue ?? ""
    guard let value = Value(rawValue: name) else { throw PostgresError.unreadable(name, as: "\(Value.self)") }
    return value
  }
}
