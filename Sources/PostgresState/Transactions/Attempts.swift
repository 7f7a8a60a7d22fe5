// Attempts: whether an operation that failed is tried again, and what is known of it when it is not.

import Postgres
import State

/// The attempts at one operation, each on a connection of the pool.
struct Attempts {
  /// What a lost connection means to an operation.
  enum Kind {
    /// Nothing was changed, whatever happened.
    case reading
    /// Unknown, when it was lost while the change was being committed.
    case writing
    /// As `writing`, and a repeat with the same key settles it.
    case writingWithKey
  }

  /// The most attempts at a transaction that others' transactions, or lost connections, get in the way of.
  private static let maximum = 10

  private let kind: Kind
  private var count = 0
  private var losses = 0
  /// True once a connection was lost in a commit. Only an attempt that the database answers settles it.
  private var isInDoubt = false

  init(_ kind: Kind) { self.kind = kind }

  /// Notes a failed attempt. A conflict with others' transactions is worth as many as it takes, the loss of a connection
  /// one more, and as many as it takes where a repeat can settle what became of the first.
  mutating func mayRepeat(after error: PostgresError) -> Bool {
    count += 1
    guard error.kind == .connectionLost else { return error.isWorthRepeating && count < Self.maximum }
    losses += 1
    isInDoubt = isInDoubt || error.commitOutcome == .unknown
    if isInDoubt { return kind == .writingWithKey && count < Self.maximum }
    return losses == 1
  }

  /// True when it stays open whether the last attempt, or one before it, was committed.
  func leaveDoubt(after error: PostgresError) -> Bool { isInDoubt && error.kind != .server }
}
