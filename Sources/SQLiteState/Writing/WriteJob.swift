// WriteJob: one writing operation, as the thread that runs them all has it.

import Models
import SQLite

/// An operation whose caller waits for its answer.
struct WriteJob: Sendable {
  /// Grows from job to job.
  let id: UInt64
  /// True for a long operation: no other one shares its transaction.
  let isAlone: Bool
  /// Runs it, in a transaction that is open. May be called again where that was lost.
  ///
  /// - Returns: a closure that answers the caller, to be called once the transaction has been committed.
  let attempt: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
  /// Answers the caller with a failure. Of this and what `attempt` returned, one is called, once.
  let fail: @Sendable (Failure) -> Void
}
