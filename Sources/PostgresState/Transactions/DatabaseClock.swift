// DatabaseClock: the database's time, which all servers share, without a question to it for each call.

import Models
import Platform
import Postgres
import State
import Synchronization

/// The time of the database, carried on by this machine's monotonic clock.
///
/// Servers on several machines write creation and update times and let keys expire by it: the clock of one that is
/// ahead must not end what the others keep. It is set by the look at the schema, before any call, and then every hour.
final class DatabaseClock: Sendable {
  /// The database's time when it was set; nil before that.
  private let origin = Mutex<(time: Int64, at: ContinuousClock.Instant)?>(nil)

  private static let read = PostgresStatement(
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint", onlyReads: true,
    isPlannedAnew: true)

  /// Asks the database for its time.
  func set(on connection: isolated PostgresConnection) throws {
    let time: Int? = try connection.execute(Self.read).readFirst { try $0.next() }
    let now = ContinuousClock.now
    if let time { origin.withLock { $0 = (Int64(time), now) } }
  }

  /// The database's time, to the microsecond; this machine's before it was set.
  func now() -> Timestamp {
    guard let (time, start) = origin.withLock({ $0 }) else { return Timestamp(microseconds: SystemClock.microseconds) }
    let passed = (ContinuousClock.now - start).components
    return Timestamp(microseconds: time + passed.seconds * 1_000_000 + passed.attoseconds / 1_000_000_000_000)
  }
}
