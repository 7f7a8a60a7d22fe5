// SchemaAdministration: a store's schema as an operator sees it, apart from any server.

/// A store's schema, compared with the migrations of this binary.
public struct SchemaStatus: Sendable, Equatable {
  /// The migrations that the store has, in order.
  public let applied: [Migration]
  /// The migrations that it does not have yet, in order.
  public let pending: [Migration]

  /// - Parameters:
  ///   - applied: the migrations that the store has, in order.
  ///   - pending: those that follow them.
  public init(applied: [Migration], pending: [Migration]) {
    self.applied = applied
    self.pending = pending
  }
}

/// Looks at and changes the schema of a store that outlives its servers.
///
/// Each throws `Failure` for a schema that this binary must not touch, for a store that cannot be reached, and where the
/// right to change it is missing.
public protocol SchemaAdministration: Sendable {
  /// Applies the migrations that are missing, however many servers try it at once.
  ///
  /// - Returns: the migrations that this call applied.
  func migrate() async throws -> [Migration]

  /// Compares the store with this binary and changes nothing.
  func status() async throws -> SchemaStatus

  /// The migrations that `migrate` would apply. Changes nothing, and throws where `migrate` would be refused.
  func plan() async throws -> [Migration]
}
