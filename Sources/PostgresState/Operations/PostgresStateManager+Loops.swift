// PostgresStateManager, loops: creation, feedback, decisions, links.

import JSON
import Models
import Postgres
import State

extension PostgresStateManager {
  /// Holds the project's queue by a transaction-level advisory lock while the loop enters it.
  public func createLoop(_ draft: LoopDraft, once call: IdempotentCall?) async throws(Failure) -> Written<Loop> {
    let now = try await now()
    let author = recording.author(of: call, at: now)
    return try await write(once: call, to: \.projectName) { [self] connection, _ in
      while true {
        let loop = Loop(
          id: sources.makeLoopID(), projectName: draft.projectName, loopType: draft.loopType,
          specName: draft.specName, reviewers: draft.reviewers, createdAt: now)
        let results = try connection.pipeline(creation(of: loop, by: author))
        let (isCreated, hasSpec): (Bool, Bool) = try results[2].readFirst { (try $0.next(), try $0.next()) }!
        if isCreated { return loop }
        if let spec = draft.specName, !hasSpec {
          throw try noSuchSpec(spec, in: draft.projectName, on: connection)
        }
        try connection.admit(draft.projectName)
      }
    }
  }

  private func creation(of loop: Loop, by author: ChangeAuthor?) throws -> [PostgresCommand] {
    let project = PostgresValue.text(loop.projectName.value)
    // Without the spec nothing is created, so that the project does not begin with it.
    return [
      LoopSQL.lockQueue(.int(LoopSQL.queueLock), project),
      loop.specName == nil
        ? .beginning(loop.projectName, at: loop.createdAt) : ProjectRecordSQL.isThere(project),
      try LoopSQL.create(
        .text(loop.id.value), project, .text(loop.loopType.rawValue), PostgresValue(loop.specName?.value),
        .text(loop.createdAt.value), .texts(loop.reviewers.map(\.value)), by: author),
      LoopSQL.trimQueue(project, .int(historyLimit)),
    ]
  }

  /// Reads the loop in one statement.
  public func loop(_ id: LoopID) async throws(Failure) -> Loop {
    try await read(of: nil, LoopSQL.get(.text(id.value))) { _, rows in
      guard let loop = try rows.readFirst({ try Loop(&$0) }) else { throw Failure.noSuchLoop(id) }
      return loop
    }
  }

  /// Reads one page by its keys in one statement.
  public func loops(
    of project: Name, status: LoopStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<Loop, CreationKey> {
    try await read(of: project) { [self] connection in
      let rows = try connection.execute(
        LoopSQL.list(
          .text(project.value), PostgresValue(status?.rawValue), .creation(cursor?.key), .text(cursor?.key?.id ?? ""),
          .int(limit.value + 1)))
      if rows.isEmpty { try require(project, on: connection) }
      return Page(try rows.read { try Loop(&$0) }, limit: limit) {
        CreationKey(createdAt: $0.createdAt, id: $0.id.value)
      }
    }
  }

  /// Reads, decides and writes in one statement, `FeedbackSQL.record`; for a loop with reviewers under its lock.
  public func recordFeedback(
    _ assessment: CriticAssessment, on id: LoopID, at iteration: IterationNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<FeedbackOutcome> {
    let now = try await now()
    let feedback = CriticFeedback(assessment, loopID: id, iteration: 1, specVersion: nil, timestamp: now)
    let author = recording.author(of: call, at: now)
    let command = try command(recording: feedback, at: iteration, by: author)
    return try await write(command, once: call, to: \.loop.projectName) { [self] connection, scope, rows in
      let outcome = try rows.readFirst { row in
        let (reason, scored): (Decision.Reason, Int) = (try row.next(), try row.next())
        let loop = try Loop(&row)
        return FeedbackOutcome(
          loop: loop, decision: decision(reason, on: loop),
          feedback: FeedbackReceipt(assessment, iteration: scored, timestamp: now))
      }
      return try outcome ?? review(assessment, on: id, at: iteration, by: author, now: now, on: connection, scope)
    }
  }

  /// The command that records `feedback`. Its iteration and its spec's version do not matter: the statement puts in the
  /// loop's own, which is `iteration` where that is given.
  private func command(
    recording feedback: CriticFeedback, at iteration: IterationNumber?, by author: ChangeAuthor?
  ) throws(Failure) -> PostgresCommand {
    do {
      var json = try JSONModelEncoder.encode(feedback)
      json.removeLast()
      let parameters: [PostgresValue] = [
        .text(feedback.loopID.value), .utf8(json), .int(feedback.score.value), .text(feedback.timestamp.value),
        PostgresValue(iteration?.value),
      ]
      let blockers = feedback.blockers.values.map(\.value)
      return blockers.isEmpty
        ? try feedbackSQL.record.command(parameters, by: author)
        : try feedbackSQL.recordBlocked.command(parameters + [.texts(blockers)], by: author)
    } catch { throw Failure(.internal, "\(error)") }
  }

  /// The decision taken for `reason` on the last score of `loop`.
  func decision(_ reason: Decision.Reason, on loop: Loop) -> Decision {
    Decision(reason, scores: loop.scoreHistory, threshold: policies[loop.loopType].threshold)
  }

  /// Stores the guidance and changes the loop in one statement.
  public func recordGuidance(
    _ guidance: Guidance, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    let now = try await now()
    let author = recording.author(of: call, at: now)
    let (gate, reason) = (policies.humanGate, guidance.verdict.reason)
    let isHeard = gate.lets(guidance.source)
    let values: [PostgresValue] = [
      .text(id.value), PostgresValue(guidance.feedback?.value), .text(now.value), .text(guidance.verdict.rawValue),
      .text(guidance.source.rawValue), .bool(isHeard), PostgresValue(reason?.rawValue),
      PostgresValue(guidance.place?.iteration), PostgresValue(guidance.place?.guidanceCount),
    ]
    return try await write(once: call, to: \.projectName) { [self] connection, _ in
      let command = try LoopSQL.recordGuidance.command(values, by: author)
      if isHeard || reason == nil, let loop = try connection.execute(command).readFirst({ try Loop(&$0) }) {
        return loop
      }
      throw try refusal(of: id, on: connection) { (question) throws(Failure) in
        try question.loop.checkTakes(guidance, beside: question.guidanceCount, at: gate)
      }
    }
  }

  /// Reads the primary: an answer to a question of the past would be refused.
  public func question(of id: LoopID) async throws(Failure) -> HumanQuestion {
    try await readPrimary { [self] connection in
      guard let question = try question(of: id, on: connection) else { throw Failure.noSuchLoop(id) }
      guard !question.loop.status.isOver else { throw Failure.loopOver(id, question.loop.status) }
      return question
    }
  }

  private func question(of id: LoopID, on connection: isolated PostgresConnection) throws -> HumanQuestion? {
    try connection.execute(LoopSQL.question(.text(id.value))).readFirst { row in
      let (reason, count): (Decision.Reason?, Int) = (try row.next(), try row.next())
      let feedback: [CriticFeedback] = try row.model()
      return HumanQuestion(
        loop: try Loop(&row), reason: reason, feedback: feedback, guidanceCount: count, gate: policies.humanGate)
    }
  }

  /// Deletes the loop's row; the tables that refer to it follow by ON DELETE CASCADE.
  public func deleteLoop(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    let now = try await now()
    let author = recording.author(of: call, at: now)
    return try await write(once: call, to: { _ in nil }) { connection, _ in
      guard try connection.execute(LoopSQL.delete(.text(id.value), .text(now.value), by: author)).count == 1 else {
        throw Failure.noSuchLoop(id)
      }
      return Deletion()
    }
  }

  /// Locks the loop and the spec, then writes the link.
  public func link(
    _ id: LoopID, to spec: SpecName, in project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    let now = try await now()
    let author = recording.author(of: call, at: now)
    return try await write(once: call, to: \.projectName) { [self] connection, scope in
      let locked = try scope.begin(
        LoopSQL.lock(.text(id.value)), LoopSQL.lockSpec(.text(project.value), .text(spec.value)), on: connection)
      guard var loop = try locked[0].readFirst({ try Loop(&$0) }) else { throw Failure.noSuchLoop(id) }
      guard loop.projectName == project else { throw Failure.otherProject(loop, asked: project) }
      if locked[1].isEmpty { throw try noSuchSpec(spec, in: project, isFixed: true, on: connection) }
      guard loop.specName != spec else {
        _ = try scope.end(on: connection)
        return loop
      }
      loop.specName = spec
      loop.updatedAt = now
      try scope.end(
        LoopSQL.link(.text(id.value), .text(project.value), .text(spec.value), .text(now.value)),
        LoopSQL.touch(.text(id.value), .text(now.value)), recording: Change(loop, .linked), by: author, on: connection)
      return loop
    }
  }

  /// Locks the loop, then deletes its link.
  public func unlink(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Loop> {
    let now = try await now()
    let author = recording.author(of: call, at: now)
    return try await write(once: call, to: \.projectName) { connection, scope in
      let locked = try scope.begin(LoopSQL.lock(.text(id.value)), on: connection)[0]
      guard var loop = try locked.readFirst({ try Loop(&$0) }) else { throw Failure.noSuchLoop(id) }
      guard loop.specName != nil else {
        _ = try scope.end(on: connection)
        return loop
      }
      loop.specName = nil
      loop.updatedAt = now
      try scope.end(
        LoopSQL.unlink(.text(id.value)), LoopSQL.touch(.text(id.value), .text(now.value)),
        recording: Change(loop, .unlinked), by: author, on: connection)
      return loop
    }
  }

  /// Inserts the note, or updates it where the loop has one.
  public func storeObjectiveFeedback(
    _ feedback: Text, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ObjectiveFeedbackReceipt> {
    let now = try await now()
    let author = recording.author(of: call, at: now)
    return try await write(once: call, to: { _ in nil }) { connection, _ in
      let rows = try connection.execute(
        LoopSQL.storeObjectiveFeedback(.text(id.value), .text(feedback.value), .text(now.value), by: author))
      guard !rows.isEmpty else { throw Failure.noSuchLoop(id) }
      return ObjectiveFeedbackReceipt(loopID: id, storedAt: now)
    }
  }

  /// Reads the note, and tells a loop without one from a missing loop.
  public func objectiveFeedback(on id: LoopID) async throws(Failure) -> ObjectiveFeedback {
    try await read(of: nil) { connection in
      let stored = try connection.execute(LoopSQL.objectiveFeedback(.text(id.value))).readFirst { row in
        guard let feedback: Text = try row.next() else { throw Failure.noObjectiveFeedback(id) }
        return ObjectiveFeedback(loopID: id, feedback: feedback, storedAt: try row.next())
      }
      guard let stored else { throw Failure.noSuchLoop(id) }
      return stored
    }
  }

  /// The failure of a loop that took nothing: it is missing, over, or fails `check`, which gets what a human would be asked.
  ///
  /// Told by what the loop is now: it may have gone on since it refused.
  private func refusal(
    of id: LoopID, on connection: isolated PostgresConnection, _ check: (HumanQuestion) throws(Failure) -> Void
  ) throws -> Failure {
    guard let question = try question(of: id, on: connection) else { return .noSuchLoop(id) }
    if question.loop.status.isOver { return .loopOver(id, question.loop.status) }
    do { try check(question) } catch { return error }
    return .changedMeanwhile(id)
  }
}

extension PostgresValue {
  /// The creation time of the last entry given; later than any without one, or where no clock can have shown it.
  static func creation(_ key: CreationKey?) -> PostgresValue {
    guard let time = key?.createdAt, time.microseconds < latestWritable else { return "infinity" }
    return time.microseconds < 0 ? "-infinity" : .text(time.value)
  }

  /// 10000-01-01T00:00:00Z: from here on a year has five digits.
  private static let latestWritable: Int64 = 253_402_300_800_000_000
}
