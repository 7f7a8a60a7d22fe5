// CommitOutcome: what is known about a transaction whose connection was lost.

/// Whether the work of a failed call may be in the database all the same.
public enum CommitOutcome: Sendable, Hashable {
  /// Nothing was committed: the call may be repeated.
  case notCommitted
  /// COMMIT (or a statement outside a transaction block, which commits by itself) had been sent and no answer came.
  case unknown
}
