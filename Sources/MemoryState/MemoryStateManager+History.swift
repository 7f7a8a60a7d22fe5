// MemoryStateManager, reading the past: a project's queue of loops, the feedback on a loop, its analysis.

import Models
import State

extension MemoryStateManager {
  /// Reads the queue from its newest end; loops that have left it are not in it.
  public func history(
    of project: Name, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<HistoryEntry, DescendingKey> {
    try read { (state) throws(Failure) in
      let queue = try state.project(project).history
      let entries = queue.reversed().lazy.filter { $0.sequenceNumber < cursor?.key?.number ?? .max }
        .compactMap { entry in
          state.loops[entry.loopID].map {
            HistoryEntry(sequenceNumber: entry.sequenceNumber, addedAt: entry.addedAt, loop: $0.loop)
          }
        }
      return Page(entries, limit: limit) { DescendingKey($0.sequenceNumber) }
    }
  }

  /// Takes the last `limit` of each list that precede the cursor, fewer where they fill a page.
  public func history(
    of id: LoopID, after cursor: Cursor<LoopHistoryKey>?, limit: Limit
  ) async throws(Failure) -> LoopHistory {
    try read { (state) throws(Failure) in
      let record = try state.loop(id)
      let feedback = record.feedback.prefix(cursor?.key?.feedback ?? .max).last(limit, \.textBytes)
      let guidance = record.guidance.prefix(cursor?.key?.guidance ?? .max).last(limit) {
        $0.feedback?.value.utf8.count ?? 0
      }
      let rest = LoopHistoryKey(feedback: feedback.startIndex, guidance: guidance.startIndex)
      let isBeginning = rest.feedback == 0 && rest.guidance == 0
      return LoopHistory(
        loop: record.loop, feedback: Array(feedback), guidance: Array(guidance),
        next: isBeginning ? nil : Cursor(after: rest))
    }
  }

  /// Analyses a copy of the loop, outside the lock.
  public func analysis(of id: LoopID) async throws(Failure) -> LoopAnalysis {
    let record = try read { (state) throws(Failure) in try state.loop(id) }
    return LoopAnalysis(loop: record.loop, feedback: record.feedback, policy: policies[record.loop.loopType])
  }
}

extension ArraySlice {
  /// The last elements, `limit` at most, until they fill a page.
  fileprivate func last(_ limit: Limit, _ bytes: (Element) -> Int) -> ArraySlice {
    var room = HistoryRoom()
    let first = suffix(limit.value).lastIndex { room.isFull(after: bytes($0)) }
    return first.map { self[$0...] } ?? suffix(limit.value)
  }
}
