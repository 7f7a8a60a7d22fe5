// PostgresPool: lends connections; keeps a minimum open, replaces broken ones, closes idle ones.

import Logging

/// A pool of connections to one database.
///
/// `run()` does the work behind it: nothing connects before it, and calls made before it wait for it.
public final class PostgresPool: Sendable {
  /// Cheap: libpq is loaded and the URI looked at with the first connection.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {}

  /// Lends a connection to `body`, which runs on that connection's thread.
  ///
  /// Does not suspend before the work is handed to the connection's thread when one is idle, and never blocks.
  /// Connections found dead before `body` runs are replaced without the caller noticing. Cancelling the task cancels
  /// its wait or its statement. `body` runs at most once, and a transaction that it leaves open is rolled back.
  ///
  /// - Throws: what `body` throws, or a `PostgresError`: `poolTimeout` when all connections were in use for the whole
  ///   wait, `cannotConnect` (with the last attempt's error) when there was none, `cancelled`, `shutDown`.
  public func withConnection<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value { fatalError("to come") }

  /// Keeps the pool: to be called once. Returns when its task is cancelled or `shutdown()` was called, and all
  /// connections are closed.
  public func run() async { fatalError("to come") }

  /// Fails all waits, cancels running statements, closes the connections. May be called from anywhere, also twice.
  public func shutdown() { fatalError("to come") }
}
