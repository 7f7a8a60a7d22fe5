// Destination: the place of an answer in the output.

/// A line of its own, or a place in the array that answers a batch.
enum Destination: Sendable {
  case line
  /// The `index` of the message in its batch, and the key of the batch.
  case batch(key: InFlightRequests.Key, index: Int)

  /// True for a place in a batch.
  var isBatch: Bool {
    if case .batch = self { true } else { false }
  }
}
