// RetryPolicy: the rule by which an operation that failed is tried again, and the outcome known when it is not.

import Postgres
import State

/// Counts the failed attempts at one operation, each on a connection of the pool, and decides on the next.
struct RetryPolicy {
  /// The kind of an operation, which decides what the loss of its connection means.
  enum Kind {
    /// Changes nothing, so a lost connection leaves no doubt.
    case reading
    /// Changes something: unknown whether it did, when the connection was lost during the commit.
    case writing
    /// As `writing`, with an idempotency key: a repeat finds out whether the first attempt was committed.
    case writingWithKey
  }

  /// The most attempts at a transaction that fails by conflicts with others or by lost connections.
  private static let maximum = 10

  private let kind: Kind
  private var count = 0
  private var losses = 0
  private var hasRenewed = false
  /// True once a connection was lost during a commit; the database's answer to a later attempt settles it.
  private var isInDoubt = false

  init(_ kind: Kind) { self.kind = kind }

  /// Notes a failed attempt and tells whether to make another. A prepared statement that was of no use allows one more
  /// attempt, on a connection that prepares anew. A conflict with another transaction allows up to
  /// `maximum` attempts, a lost connection one more; a connection lost during a commit allows them only where an
  /// idempotency key makes the repeat safe.
  mutating func mayRepeat(after error: PostgresError) -> Bool {
    count += 1
    if error.isStaleStatement {
      defer { hasRenewed = true }
      return !hasRenewed
    }
    guard error.kind == .connectionLost else { return error.isWorthRepeating && count < Self.maximum }
    losses += 1
    isInDoubt = isInDoubt || error.commitOutcome == .unknown
    if isInDoubt { return kind == .writingWithKey && count < Self.maximum }
    return losses == 1
  }

  /// True when nobody knows whether the last attempt, or one before it, was committed.
  func leavesDoubt(after error: PostgresError) -> Bool {
    isInDoubt && (error.kind != .server || error.isStaleStatement)
  }
}
