// SQLiteStateManager, loops: creation, feedback, decisions, links.

import Models
import SQLite
import State

extension SQLiteStateManager {
  public func createLoop(_ draft: LoopDraft, once call: IdempotentCall?) async throws(Failure) -> Written<Loop> {
    try await write(once: call) { [self] file, author in
      if let spec = draft.specName { try file.requireSpec(spec, in: draft.projectName) }
      let now = sources.now()
      try file.begin(draft.projectName, at: now)
      let loop = try insert(draft, at: now, into: file)
      if let spec = draft.specName {
        let link = LoopLink(
          loopID: loop.id, projectName: loop.projectName, specName: spec, linkedAt: loop.createdAt)
        try file.run(LoopSQL.link(link))
      }
      try enter(loop, into: file)
      try file.record(Change(loop, .created), by: author)
      return loop
    }
  }

  private func insert(_ draft: LoopDraft, at now: Timestamp, into file: SQLiteConnection) throws -> Loop {
    while true {
      let loop = Loop(
        id: sources.makeLoopID(), projectName: draft.projectName, loopType: draft.loopType,
        specName: draft.specName, reviewers: draft.reviewers, createdAt: now)
      if try file.run(LoopSQL.insert(LoopRecord(loop: loop))) == 1 { return loop }
    }
  }

  /// Enters a new loop into its project's history; past the limit the oldest leave it.
  private func enter(_ loop: Loop, into file: SQLiteConnection) throws {
    let number = try file.first(LoopSQL.nextNumber(), SequenceNumber.read)
    let place = HistoryPlace(sequenceNumber: number ?? 1, addedAt: loop.createdAt)
    try file.run(LoopSQL.enterHistory(HistoryRow(loopID: loop.id, projectName: loop.projectName, place: place)))
    try file.run(LoopSQL.trimHistory(loop.projectName, historyLimit))
  }

  /// Reads the loop in one statement.
  public func loop(_ id: LoopID) async throws(Failure) -> Loop { try await read { file in try file.loop(id) } }

  /// Reads one page by its keys in one statement.
  public func loops(
    of project: Name, status: LoopStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<Loop, CreationKey> {
    let last = cursor?.key ?? .newest
    let more = limit.value + 1
    let command =
      status.map { LoopSQL.listByStatus(project, last.createdAt, last.id, more, $0) }
      ?? LoopSQL.list(project, last.createdAt, last.id, more)
    return try await read { file in
      try file.require(project)
      return Page(try file.all(command, Loop.columns.read), limit: limit) {
        CreationKey(createdAt: $0.createdAt, id: $0.id.value)
      }
    }
  }

  /// Decides by the policy of the loop's type, within the transaction.
  public func recordFeedback(
    _ assessment: CriticAssessment, on id: LoopID, at iteration: IterationNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<FeedbackOutcome> {
    try await write(once: call) { [policies, sources] file, author in
      var record = try file.openRecord(id)
      let isWaiting = record.loop.waitsForHuman(at: policies.humanGate)
      let question = isWaiting ? try file.question(of: record, at: policies.humanGate) : nil
      try record.loop.checkTakesFeedback(of: assessment.criticAgent, at: iteration, asking: question)
      let recorded = record.loop.recording(
        assessment, beside: try file.lastFeedback(record.loop.pendingCount, on: id), basis: record.basis,
        specVersion: try file.version(ofSpecOf: record.loop),
        policy: policies[record.loop.loopType], at: sources.now())
      try file.record(Change(record.loop, .feedback), by: author)
      record.loop = recorded.outcome.loop
      record.basis = recorded.basis
      record.decisionReason = recorded.outcome.decision.reason
      try file.run(LoopSQL.storeFeedback(record))
      let feedback = try SQLiteValue.json(recorded.feedback)
      try file.run(
        recorded.replaced.map { SQLiteCommand(LoopSQL.replaceFeedback, [id.stored, .int($0), feedback]) }
          ?? SQLiteCommand(LoopSQL.appendFeedback, [id.stored, feedback]))
      return recorded.outcome
    }
  }

  /// Appends the guidance and carries it out; the scores up to now no longer count for stagnation.
  public func recordGuidance(
    _ guidance: Guidance, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try await write(once: call) { [policies, sources] file, author in
      var record = try file.openRecord(id)
      try record.loop.checkTakes(guidance, beside: record.guidanceCount, at: policies.humanGate)
      let now = sources.now()
      record.guidanceCount += 1
      let stored = ArchivedGuidance(
        position: GuidancePosition(trusted: record.guidanceCount),
        iteration: IterationNumber(trusted: record.loop.iteration), feedback: guidance.feedback,
        verdict: guidance.verdict, source: guidance.source, createdAt: now)
      (record.loop, record.basis) = record.loop.guided(
        by: guidance, basis: record.basis, gate: policies.humanGate, at: now)
      record.decisionReason = guidance.verdict.reason ?? record.decisionReason
      try file.run(LoopSQL.storeGuidance(record))
      try file.run(LoopSQL.appendGuidance(GuidanceRow(loopID: id, guidance: stored)))
      try file.record(Change(record.loop, .guidance), by: author)
      return record.loop
    }
  }

  /// Reads the loop and its last feedback.
  public func question(of id: LoopID) async throws(Failure) -> HumanQuestion {
    let gate = policies.humanGate
    return try await read { file in try file.question(of: try file.openRecord(id), at: gate) }
  }

  /// Deletes the loop's row; the tables that refer to it follow by ON DELETE CASCADE.
  public func deleteLoop(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try await write(once: call) { [sources] file, author in
      let loop = try file.loop(id)
      try file.run(LoopSQL.delete(id))
      try file.run(ProjectRecordSQL.touch(loop.projectName, sources.now()))
      try file.record(Change(loop, .deleted), by: author)
      return Deletion()
    }
  }

  /// Writes the link, unless the loop has the same one already.
  public func link(
    _ id: LoopID, to spec: SpecName, in project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try await write(once: call) { [sources] file, author in
      let loop = try file.loop(id)
      guard loop.projectName == project else { throw Failure.otherProject(loop, asked: project) }
      try file.requireSpec(spec, in: project, isFixed: true)
      let linked = loop.linked(to: spec, at: sources.now())
      guard linked != loop else { return loop }
      let link = LoopLink(loopID: id, projectName: project, specName: spec, linkedAt: linked.updatedAt)
      try file.run(LoopSQL.link(link))
      try file.run(LoopSQL.touch(linked))
      try file.record(Change(linked, .linked), by: author)
      return linked
    }
  }

  /// Deletes the link, where there is one.
  public func unlink(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Loop> {
    try await write(once: call) { [sources] file, author in
      let loop = try file.loop(id).linked(to: nil, at: sources.now())
      if try file.run(LoopSQL.unlink(id)) == 1 {
        try file.run(LoopSQL.touch(loop))
        try file.record(Change(loop, .unlinked), by: author)
      }
      return loop
    }
  }

  /// Inserts the note, or updates it where the loop has one.
  public func storeObjectiveFeedback(
    _ feedback: Text, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ObjectiveFeedbackReceipt> {
    try await write(once: call) { [sources] file, author in
      let loop = try file.loop(id)
      let stored = ObjectiveFeedback(loopID: id, feedback: feedback, storedAt: sources.now())
      try file.run(LoopSQL.storeObjectiveFeedback(stored))
      try file.record(Change(loop, .objectiveFeedback), by: author)
      return ObjectiveFeedbackReceipt(loopID: id, storedAt: stored.storedAt)
    }
  }

  /// Reads the note, and tells a loop without one from a missing loop.
  public func objectiveFeedback(on id: LoopID) async throws(Failure) -> ObjectiveFeedback {
    try await read { file in
      _ = try file.loop(id)
      guard let feedback = try file.first(LoopSQL.objectiveFeedback(id), ObjectiveFeedback.columns.read) else {
        throw Failure.noObjectiveFeedback(id)
      }
      return feedback
    }
  }
}

extension CreationKey {
  /// A key before every entry of a list that begins with the newest.
  static let newest = CreationKey(createdAt: Timestamp(microseconds: .max), id: "")
}
