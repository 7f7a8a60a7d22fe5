// Destination: where an answer goes.

/// A line of its own, or a place in the array that answers a batch.
enum Destination: Sendable {
  case line
  case batch(key: UInt64, index: Int)

  var isBatch: Bool {
    if case .batch = self { true } else { false }
  }
}
