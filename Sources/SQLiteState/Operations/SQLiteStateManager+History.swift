// SQLiteStateManager, reading the past: a project's queue of loops, the feedback on a loop, its analysis.

import Models
import SQLite
import State

extension SQLiteStateManager {
  /// Reads one page of the queue in one statement.
  public func history(
    of project: Name, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<HistoryEntry, DescendingKey> {
    try await read { file in
      try file.require(project)
      let command = HistorySQL.queue(project, cursor?.key?.number ?? .max, limit.value + 1)
      let entries = try file.all(command) { row in
        let place = try HistoryPlace.columns.read(&row)
        return HistoryEntry(
          sequenceNumber: place.sequenceNumber.value, addedAt: place.addedAt, loop: try Loop.columns.read(&row))
      }
      return Page(entries, limit: limit) { DescendingKey($0.sequenceNumber) }
    }
  }

  /// Reads the last `limit` of each list by their positions, fewer where they fill a page.
  public func history(
    of id: LoopID, after cursor: Cursor<LoopHistoryKey>?, limit: Limit
  ) async throws(Failure) -> LoopHistory {
    try await read { file in
      let record = try file.record(id)
      let feedbackCount = try file.first(HistorySQL.feedbackCount(id), Int.read) ?? 0
      let left = LoopHistoryKey(
        feedback: min(feedbackCount, cursor?.key?.feedback ?? .max),
        guidance: min(record.guidanceCount, cursor?.key?.guidance ?? .max))
      var room = HistoryRoom()
      let feedback = try file.all(
        HistorySQL.feedback(id, left.feedback, limit.value), until: { room.isFull(after: $0.textBytes) }
      ) { row in try row.model(CriticFeedback.self) }
      room = HistoryRoom()
      let guidance = try file.all(
        HistorySQL.guidance(id, left.guidance, limit.value),
        until: { room.isFull(after: $0.feedback?.value.utf8.count ?? 0) }, ArchivedGuidance.columns.read)
      let rest = LoopHistoryKey(
        feedback: max(0, left.feedback - feedback.count), guidance: max(0, left.guidance - guidance.count))
      let isBeginning = rest.feedback == 0 && rest.guidance == 0
      return LoopHistory(
        loop: record.loop, feedback: feedback.reversed(), guidance: guidance.reversed().map { HumanGuidance($0) },
        next: isBeginning ? nil : Cursor(after: rest))
    }
  }

  /// Reads the loop with all of its feedback, and analyses it.
  public func analysis(of id: LoopID) async throws(Failure) -> LoopAnalysis {
    try await read { file in
      let loop = try file.loop(id)
      let feedback = try file.all(HistorySQL.allFeedback(id)) { row in try row.model(CriticFeedback.self) }
      return LoopAnalysis(loop: loop, feedback: feedback, policy: policies[loop.loopType])
    }
  }
}

extension HumanGuidance {
  init(_ stored: ArchivedGuidance) {
    self.init(
      iteration: stored.iteration.value, feedback: stored.feedback, verdict: stored.verdict, source: stored.source,
      timestamp: stored.createdAt)
  }
}
