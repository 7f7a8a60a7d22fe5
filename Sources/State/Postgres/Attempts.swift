// Attempts: whether an operation that failed is tried again, and what is known of it when it is not.

import Postgres

/// The attempts at one operation, each on a connection of the pool.
struct Attempts {
  enum Kind {
    case reading
    case writing
    /// With an idempotency key, which settles what became of a transaction whose end was lost.
    case writingOnce
  }

  /// The most attempts at a transaction that others' transactions, or lost connections, get in the way of.
  private static let maximum = 10

  private let kind: Kind
  private var count = 0
  private var losses = 0
  /// True once a transaction was lost in its commit. Only a later attempt that the database answers can settle it.
  private var hasDoubt = false

  init(_ kind: Kind) { self.kind = kind }

  /// Notes a failed attempt.
  mutating func mayRepeat(after error: PostgresError) -> Bool {
    count += 1
    guard error.kind == .connectionLost else { return error.isWorthRepeating && count < Self.maximum }
    losses += 1
    if error.commitOutcome == .unknown && kind != .reading { hasDoubt = true }
    switch kind {
    // One new connection; a second loss is the database's state rather than the connection's.
    case .reading: return losses == 1
    case .writing: return losses == 1 && error.isWorthRepeating
    // In doubt, as many as it takes: each ends at the latest with the pool's time-out.
    case .writingOnce: return count < Self.maximum && (losses == 1 || hasDoubt)
    }
  }

  /// True when an attempt that is not repeated leaves open whether an earlier one, or itself, was committed.
  func isInDoubt(after error: PostgresError) -> Bool { hasDoubt && error.kind != .server }
}
