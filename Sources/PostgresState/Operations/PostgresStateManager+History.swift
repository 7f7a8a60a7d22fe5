// The PostgreSQL manager's views of the past: a project's queue of loops, what was said about a loop, its analysis.

import Models
import Postgres
import State

extension PostgresStateManager {
  public func history(
    of project: Name, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<HistoryEntry, DescendingKey> {
    let command = HistorySQL.queue(.text(project.value), .int(cursor?.key?.number ?? .max), .int(limit.value + 1))
    return try await read(command) { _, rows in
      let entries = try rows.map { row in
        HistoryEntry(
          sequenceNumber: try row.int(0), addedAt: try row.timestamp(1), loop: try Loop(row: row, from: 2))
      }
      return Page(entries, limit: limit) { DescendingKey($0.sequenceNumber) }
    }
  }

  public func history(
    of id: LoopID, after cursor: Cursor<LoopHistoryKey>?, limit: Limit
  ) async throws(Failure) -> LoopHistory {
    try await read { connection in
      let rows = try connection.execute(
        HistorySQL.loop(
          .text(id.value), .int(cursor?.key?.feedback ?? .max), .int(cursor?.key?.guidance ?? .max),
          .int(limit.value)))
      guard let row = rows.first else { throw Failure.noSuchLoop(id) }
      let feedback = try row.model([CriticFeedback].self, 2)
      let guidance = try row.model([HumanGuidance].self, 3)
      let rest = LoopHistoryKey(
        feedback: max(0, min(try row.int(0), cursor?.key?.feedback ?? .max) - feedback.count),
        guidance: max(0, min(try row.int(1), cursor?.key?.guidance ?? .max) - guidance.count))
      let isBeginning = rest.feedback == 0 && rest.guidance == 0
      return LoopHistory(
        loop: try Loop(row: row, from: 4), feedback: feedback, guidance: guidance,
        next: isBeginning ? nil : Cursor(after: rest))
    }
  }

  public func analysis(of id: LoopID) async throws(Failure) -> LoopAnalysis {
    try await read { [policies] connection in
      guard let row = try connection.execute(HistorySQL.feedback(.text(id.value))).first else {
        throw Failure.noSuchLoop(id)
      }
      let loop = try Loop(row: row, from: 1)
      return LoopAnalysis(
        loop: loop, feedback: try row.model([CriticFeedback].self, 0), policy: policies[loop.loopType])
    }
  }
}
