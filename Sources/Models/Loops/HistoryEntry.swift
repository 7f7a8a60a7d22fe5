// HistoryEntry: a place in a project's bounded queue of loops.

/// A place in a project's bounded queue of loops; docs/contract.md, "Loop history".
public struct HistoryEntry: Codable, Sendable, Equatable {
  /// Higher than that of every loop that entered the queue before; there may be gaps.
  public let sequenceNumber: Int
  /// The time at which the loop entered the queue, that of its creation.
  public let addedAt: Timestamp
  /// The loop as it is now.
  public let loop: Loop

  /// A place as it was stored.
  public init(sequenceNumber: Int, addedAt: Timestamp, loop: Loop) {
    self.sequenceNumber = sequenceNumber
    self.addedAt = addedAt
    self.loop = loop
  }

  private enum CodingKeys: String, CodingKey {
    case sequenceNumber = "sequence_number"
    case addedAt = "added_at"
    case loop
  }
}
