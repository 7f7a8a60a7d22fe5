// TestSources: a clock and ids that a case controls.

import Models
import State
import Synchronization

/// A clock that moves only when it is told to.
public final class TestClock: Sendable {
  private let time = Mutex(Timestamp(trusted: "2026-07-28T09:30:00.000000Z"))

  /// A clock at the first moment of every case.
  public init() {}

  /// The time, which stands still between calls of `advance`.
  public var now: Timestamp { time.withLock { $0 } }

  /// Moves the clock; back, too.
  ///
  /// - Returns: the new time.
  @discardableResult
  public func advance(microseconds: Int64 = 1_000_000) -> Timestamp {
    time.withLock {
      $0 = Timestamp(microseconds: $0.microseconds + microseconds)
      return $0
    }
  }
}

/// Draws ids: first those that it was given, then random ones.
public final class TestIDs<ID: HexID>: Sendable {
  private let given = Mutex<[ID]>([])

  /// Draws these next, in this order.
  public func drawNext(_ ids: [ID]) { given.withLock { $0 += ids } }

  /// The next id.
  public func next() -> ID { given.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? .random() }
}

extension HexID {
  static func random() -> Self { StateSources.randomID() }
}
