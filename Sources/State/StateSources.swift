// StateSources: where time and ids come from, so that tests can say.

import Models
import Platform

/// Where a state manager takes the time and new ids from.
public struct StateSources: Sendable {
  public var now: @Sendable () -> Timestamp
  /// Draws an id; drawn again on a collision.
  public var makeLoopID: @Sendable () -> LoopID
  /// Draws an id; drawn again on a collision.
  public var makeSpecID: @Sendable () -> SpecID

  public init(
    now: @escaping @Sendable () -> Timestamp, makeLoopID: @escaping @Sendable () -> LoopID = { randomID() },
    makeSpecID: @escaping @Sendable () -> SpecID = { randomID() }
  ) {
    self.now = now
    self.makeLoopID = makeLoopID
    self.makeSpecID = makeSpecID
  }

  /// An id from the system's secure random source.
  public static func randomID<ID: HexID>() -> ID {
    var generator = SystemRandomNumberGenerator()
    return ID.random(using: &generator)
  }

  /// The system's clock and its secure random source.
  public static let system = StateSources(now: { Timestamp(microseconds: SystemClock.microseconds) })
}
