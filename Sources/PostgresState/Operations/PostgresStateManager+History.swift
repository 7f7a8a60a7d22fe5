// PostgresStateManager, reading the past: a project's queue of loops, the feedback on a loop, its analysis.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Reads one page of the queue in one statement.
  public func history(
    of project: Name, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<HistoryEntry, DescendingKey> {
    let command = HistorySQL.queue(.text(project.value), .int(cursor?.key?.number ?? .max), .int(limit.value + 1))
    return try await read(of: project, command) { [self] connection, rows in
      if rows.isEmpty { try require(project, on: connection) }
      let entries = try rows.read { row in
        HistoryEntry(sequenceNumber: try row.next(), addedAt: try row.next(), loop: try Loop(&row))
      }
      return Page(entries, limit: limit) { DescendingKey($0.sequenceNumber) }
    }
  }

  /// Reads the loop, then its feedback and guidance before the cursor.
  public func history(
    of id: LoopID, after cursor: Cursor<LoopHistoryKey>?, limit: Limit
  ) async throws(Failure) -> LoopHistory {
    try await read(of: nil) { connection in
      let rows = try connection.execute(
        HistorySQL.loop(
          .text(id.value), .int(cursor?.key?.feedback ?? .max), .int(cursor?.key?.guidance ?? .max),
          .int(limit.value)))
      let history = try rows.readFirst { row in
        let (feedbackCount, guidanceCount): (Int, Int) = (try row.next(), try row.next())
        let (feedback, guidance): ([CriticFeedback], [HumanGuidance]) = (try row.model(), try row.model())
        let rest = LoopHistoryKey(
          feedback: max(0, min(feedbackCount, cursor?.key?.feedback ?? .max) - feedback.count),
          guidance: max(0, min(guidanceCount, cursor?.key?.guidance ?? .max) - guidance.count))
        let isBeginning = rest.feedback == 0 && rest.guidance == 0
        return LoopHistory(
          loop: try Loop(&row), feedback: feedback, guidance: guidance, next: isBeginning ? nil : Cursor(after: rest))
      }
      guard let history else { throw Failure.noSuchLoop(id) }
      return history
    }
  }

  /// Reads the loop with all of its feedback, and analyses it here.
  public func analysis(of id: LoopID) async throws(Failure) -> LoopAnalysis {
    try await read(of: nil) { [policies] connection in
      let analysis = try connection.execute(HistorySQL.feedback(.text(id.value))).readFirst { row in
        let feedback: [CriticFeedback] = try row.model()
        let loop = try Loop(&row)
        return LoopAnalysis(loop: loop, feedback: feedback, policy: policies[loop.loopType])
      }
      guard let analysis else { throw Failure.noSuchLoop(id) }
      return analysis
    }
  }
}
