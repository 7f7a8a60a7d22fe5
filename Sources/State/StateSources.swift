// StateSources: where time and ids come from, so that tests can say.

import Glibc
import Models

/// Where a state manager takes the time and new ids from.
public struct StateSources: Sendable {
  public var now: @Sendable () -> Timestamp
  /// Draws an id; drawn again on a collision.
  public var makeLoopID: @Sendable () -> LoopID

  public init(now: @escaping @Sendable () -> Timestamp, makeLoopID: @escaping @Sendable () -> LoopID) {
    self.now = now
    self.makeLoopID = makeLoopID
  }

  /// The system's clock and its secure random source.
  public static let system = StateSources(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    },
    makeLoopID: {
      var generator = SystemRandomNumberGenerator()
      return LoopID.random(using: &generator)
    })
}
