// StateSources: the source of times and ids, which a test replaces by its own.

import Models
import Platform

/// The functions by which a state manager gets the time and new ids.
public struct StateSources: Sendable {
  /// The current time, to the microsecond.
  public var now: @Sendable () -> Timestamp
  /// Draws an id; drawn again on a collision.
  public var makeLoopID: @Sendable () -> LoopID
  /// Draws an id; drawn again on a collision.
  public var makeSpecID: @Sendable () -> SpecID

  /// Sources of the given functions; ids come from the system's secure random source where none is given.
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
