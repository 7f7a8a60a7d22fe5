// CommitOutcome: the knowledge about a transaction whose connection was lost.

/// The knowledge about a failed call's work: it is not in the database, or it may be.
public enum CommitOutcome: Sendable, Hashable {
  /// Nothing was committed: the call may be repeated.
  case notCommitted
  /// COMMIT (or a statement outside a transaction block, which commits by itself) had been sent and no answer came.
  case unknown
}
