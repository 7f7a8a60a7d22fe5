// PostgresProbe: one connection for a look at the database, without a pool behind it.

import Logging

/// Connects once, without repeats: for commands that want to know at once why a connection is refused.
public final class PostgresProbe: Sendable {
  private let configuration: PostgresConfiguration
  private let watch: TransportWatch
  private let sessions: SessionWatch
  private let logger: Logger

  /// A probe of the database that `configuration` leads to; nothing connects yet.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    watch = TransportWatch(logger: logger)
    // Each statement runs once.
    sessions = SessionWatch(preparesStatements: false, logger: logger)
  }

  /// The version of libpq, such as 150018 for 15.18. Loads it, which takes some milliseconds.
  ///
  /// - Throws: `cannotConnect` when it is not installed or too old.
  public static func libraryVersion() throws(PostgresError) -> Int { try LibPQ.version() }

  /// The protection of the connection on its way; nil before an attempt, or where the URI could not be read.
  public var transport: TransportSecurity? { watch.security }

  /// Lends the connection to `body`, on a thread of its own, and closes it.
  ///
  /// - Parameter limit: the longest time for all of it. Work that cannot be interrupted, such as the resolving of a
  ///   name, is left behind.
  /// - Throws: the error of `body`, or a `PostgresError`, `cannotConnect` when the limit has passed.
  public func withConnection<Value: Sendable>(
    within limit: Duration, _ body: @escaping @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    let connection = try PostgresConnection(
      name: "pg-probe", configuration, watch: watch, sessions: sessions, logger: logger
    ) {}
    let (outcomes, sink) = AsyncStream<Result<Value, any Error>>.makeStream()
    let work = Task {
      do { sink.yield(.success(try await Self.use(connection, body))) } catch { sink.yield(.failure(error)) }
    }
    let alarm = Task {
      guard (try? await Task.sleep(for: limit)) != nil else { return }
      // First: the work that the interruption ends has a reason of its own, and the caller gets the first.
      sink.yield(.failure(PostgresError(.cannotConnect, "no answer within \(limit.components.seconds) seconds")))
      connection.interruption.interrupt(lease: nil, .shutDown)
    }
    defer {
      alarm.cancel()
      work.cancel()
    }
    for await outcome in outcomes { return try outcome.get() }
    throw PostgresError(.cancelled, "the look at the database was cancelled")
  }

  private static func use<Value: Sendable>(
    _ connection: PostgresConnection, _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    try await connection.open()
    connection.interruption.open(lease: 1)
    let lent: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Value = { lent, _ in try body(lent) }
    let loan = try await connection.lend([], lent) { _ in }
    await connection.close()
    guard case .returned(let value) = loan else {
      throw PostgresError(.connectionLost, "the server closed the connection")
    }
    return value
  }
}
