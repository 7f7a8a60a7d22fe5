// WriteJob: one writing operation as the thread sees it that runs them all.

import Models
import SQLite

/// An operation whose caller waits for its answer.
struct WriteJob: Sendable {
  /// Grows from job to job.
  let id: UInt64
  /// True for what takes long: nothing shares its transaction.
  let isAlone: Bool
  /// Runs it, in a transaction that is open. May be called again where that was lost.
  ///
  /// - Returns: what answers the caller, to be called once the transaction has been committed.
  let attempt: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
  /// Answers the caller with a failure. Of this and what `attempt` returned, one is called, once.
  let fail: @Sendable (Failure) -> Void
}
