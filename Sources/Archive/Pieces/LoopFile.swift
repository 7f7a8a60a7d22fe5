// LoopFile: a loop with its feedback, guidance, note, link and place in the history as one JSON file.

import JSON
import Models
import State

/// The contents of a loop's file. The id is the file's name.
struct LoopFile: Decodable {
  let loopType: LoopType
  let status: LoopStatus
  let currentScore: Score
  let scoreHistory: [Score]
  let iteration: IterationNumber
  let createdAt: Timestamp
  let updatedAt: Timestamp
  let guidedScores: RecordCount
  /// Nil in formats before 3, which have neither blockers nor reviewers.
  let blockerRun: RecordCount?
  let blockers: TextList?
  let reviewers: ValueList<CriticAgent>?
  let missingReviewers: ValueList<CriticAgent>?
  let guidanceCount: RecordCount
  let decisionReason: Decision.Reason?
  let spec: Link?
  let history: HistoryPlace?
  let objectiveFeedback: Note?
  let guidance: [ArchivedGuidance]
  /// Checked here; what is kept is the JSON itself, of which other programs may have written more than we know.
  let feedback: [CriticFeedback]

  /// The spec that the loop is linked to.
  struct Link: Decodable {
    let specName: SpecName
    let linkedAt: Timestamp

    enum CodingKeys: String, CodingKey, CaseIterable {
      case specName = "spec_name"
      case linkedAt = "linked_at"
    }
  }

  /// The objective feedback.
  struct Note: Decodable {
    let feedback: Text
    let storedAt: Timestamp

    enum CodingKeys: String, CodingKey, CaseIterable {
      case feedback
      case storedAt = "stored_at"
    }
  }

  /// In the order of the file.
  enum CodingKeys: String, CodingKey, CaseIterable {
    case loopType = "loop_type"
    case status
    case currentScore = "current_score"
    case scoreHistory = "score_history"
    case iteration
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case guidedScores = "guided_scores"
    case blockerRun = "blocker_run"
    case blockers, reviewers
    case missingReviewers = "missing_reviewers"
    case guidanceCount = "guidance_count"
    case decisionReason = "decision_reason"
    case spec, history
    case objectiveFeedback = "objective_feedback"
    case guidance, feedback
  }

  // MARK: Writing

  static func json(of record: ArchivedLoop) throws -> JSONObject {
    let loop = record.loop
    func value(_ key: CodingKeys) throws -> JSONValue {
      switch key {
      case .loopType: .string(loop.loopType.rawValue)
      case .status: .string(loop.status.rawValue)
      case .currentScore: JSONValue(loop.currentScore.value)
      case .scoreHistory: .array(loop.scoreHistory.map { JSONValue($0.value) })
      case .iteration: JSONValue(loop.iteration)
      case .createdAt: .string(loop.createdAt.value)
      case .updatedAt: .string(loop.updatedAt.value)
      case .guidedScores: JSONValue(record.basis.guidedScores)
      case .blockerRun: JSONValue(record.basis.blockerRun)
      case .blockers: .array(loop.blockers.values.map { .string($0.value) })
      case .reviewers: .array(loop.reviewers.map { .string($0.value) })
      case .missingReviewers: .array(loop.missingReviewers.map { .string($0.value) })
      case .guidanceCount: JSONValue(record.guidanceCount)
      case .decisionReason: record.decisionReason.map { .string($0.rawValue) } ?? .null
      case .spec: link(of: record)
      case .history: try record.place.map { try JSONModelEncoder.tree($0) } ?? .null
      case .objectiveFeedback: note(of: record)
      case .guidance: try JSONModelEncoder.tree(record.guidance)
      case .feedback: .array(record.feedback.map(ordered))
      }
    }
    return JSONObject(try CodingKeys.allCases.map { .init(key: $0.rawValue, value: try value($0)) })
  }

  private static func link(of record: ArchivedLoop) -> JSONValue {
    guard let name = record.loop.specName, let time = record.linkedAt else { return .null }
    return ["spec_name": .string(name.value), "linked_at": .string(time.value)]
  }

  private static func note(of record: ArchivedLoop) -> JSONValue {
    guard let note = record.objectiveFeedback else { return .null }
    return ["feedback": .string(note.feedback.value), "stored_at": .string(note.storedAt.value)]
  }

  private static let known =
    ModelSchema.of(CriticFeedback.self, for: .result)["properties"]?.objectValue?.keys ?? []

  /// Puts the members that we know first, in our order: the database has an order of its own.
  private static func ordered(_ feedback: JSONValue) -> JSONValue {
    guard let members = feedback.objectValue?.members else { return feedback }
    let own = known.compactMap { name in members.last { $0.key == name } }
    return .object(JSONObject(own + members.filter { !known.contains($0.key) }))
  }

  // MARK: Reading

  /// The loop of that id and project in a file; nil after noting what is wrong with it.
  static func read(
    _ json: JSONObject, id: LoopID, project: Name, path: String, problems: inout Problems
  ) -> ArchivedLoop? {
    let before = problems.count
    problems.addUnknownMembers(of: json, known: CodingKeys.allCases.map(\.rawValue), in: path)
    do {
      let file = try ModelDecoder.decode(LoopFile.self, from: .object(json))
      file.check(id: id, path: path, problems: &problems)
      guard problems.count == before else { return nil }
      return file.record(id: id, project: project, feedback: json[CodingKeys.feedback.rawValue]?.arrayValue ?? [])
    } catch {
      problems.add(error.violations, in: path)
      return nil
    }
  }

  private func check(id: LoopID, path: String, problems: inout Problems) {
    for (index, feedback) in feedback.enumerated() where feedback.loopID != id {
      problems.add(
        "\(path): feedback[\(index)].loop_id", "another loop's", allowed: id.value, got: feedback.loopID.value)
    }
    checkScores(path: path, problems: &problems)
    var positions: Set<GuidancePosition> = []
    for (index, entry) in guidance.enumerated() where !positions.insert(entry.position).inserted {
      problems.add(
        "\(path): guidance[\(index)].position", "given twice", allowed: "each position once",
        got: "\(entry.position.value)")
    }
  }

  /// The history of scores is that of the feedback, and the current score its last: decisions are taken on the one, and
  /// people read the other.
  private func checkScores(path: String, problems: inout Problems) {
    checkReviewers(path: path, problems: &problems)
    if reviewers?.values.isEmpty ?? true { checkFeedback(path: path, problems: &problems) }
    let last = scoreHistory.last?.value ?? 0
    if currentScore.value != last {
      problems.add(
        "\(path): current_score", "not the last score", allowed: "\(last)", got: "\(currentScore.value)")
    }
  }

  private func checkReviewers(path: String, problems: inout Problems) {
    let (all, missing) = (Set(reviewers?.values ?? []), Set(missingReviewers?.values ?? []))
    if all.count > Loop.maximumReviewers {
      problems.add(
        "\(path): reviewers", "too many", allowed: "at most \(Loop.maximumReviewers)", got: "\(all.count)")
    }
    for name in missing.subtracting(all).sorted() {
      problems.add("\(path): missing_reviewers", "no reviewer", allowed: "some of reviewers", got: name.value)
    }
  }

  private func checkFeedback(path: String, problems: inout Problems) {
    if scoreHistory.count != feedback.count {
      problems.add(
        "\(path): score_history", "\(scoreHistory.count) scores for \(feedback.count) feedbacks",
        allowed: "the score of each feedback, in order", got: "\(scoreHistory.count)")
    }
    for (index, (score, entry)) in zip(scoreHistory, feedback).enumerated() where score != entry.score {
      problems.add(
        "\(path): score_history[\(index)]", "not the score of its feedback", allowed: "\(entry.score.value)",
        got: "\(score.value)")
    }
  }

  private func record(id: LoopID, project: Name, feedback: [JSONValue]) -> ArchivedLoop {
    let loop = Loop(
      id: id, projectName: project, loopType: loopType, status: status, currentScore: currentScore,
      scoreHistory: scoreHistory, iteration: iteration.value, createdAt: createdAt, updatedAt: updatedAt,
      blockers: blockers ?? TextList(), reviewers: reviewers?.values ?? [],
      missingReviewers: missingReviewers?.values ?? [],
      specName: spec?.specName)
    return ArchivedLoop(
      loop: loop, basis: DecisionBasis(guidedScores: guidedScores.value, blockerRun: blockerRun?.value ?? 0),
      guidanceCount: guidanceCount.value,
      decisionReason: decisionReason, feedback: feedback, guidance: guidance,
      objectiveFeedback: objectiveFeedback.map {
        ObjectiveFeedback(loopID: id, feedback: $0.feedback, storedAt: $0.storedAt)
      },
      linkedAt: spec?.linkedAt, place: history)
  }
}
