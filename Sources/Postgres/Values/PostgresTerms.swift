// PostgresTerms: the commands that travel with those of a lease, in the same round trips.

/// The terms on which a connection is lent.
public struct PostgresTerms: Sendable {
  /// Runs before the commands of each exchange outside a transaction block, in their transaction, and gives one boolean.
  /// Their results count where it is true. By false the exchange fails with `conditionUnmet`, by null with `wrongServer`.
  ///
  /// For exchanges that only read: what stands behind it runs all the same.
  public var condition: PostgresCommand?
  /// Runs after the transaction of each exchange that leaves none open. `PostgresConnection.followUp` has its result.
  public var followUp: PostgresCommand?

  /// Terms with these commands, or none.
  public init(condition: PostgresCommand? = nil, followUp: PostgresCommand? = nil) {
    (self.condition, self.followUp) = (condition, followUp)
  }
}
