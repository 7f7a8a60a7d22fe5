// ObjectiveFeedback: the note on a loop's objectives, one for each loop.

/// The note on whether a loop's objectives are met, one a loop; storing replaces it.
public struct ObjectiveFeedback: Codable, Sendable, Equatable {
  /// The loop that the note is on.
  public let loopID: LoopID
  /// The note as it was given.
  public let feedback: Text
  /// The time of the latest storing.
  public let storedAt: Timestamp

  /// A note as it is stored.
  public init(loopID: LoopID, feedback: Text, storedAt: Timestamp) {
    self.loopID = loopID
    self.feedback = feedback
    self.storedAt = storedAt
  }

  private enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
    case feedback
    case storedAt = "stored_at"
  }
}

/// A stored note without its words, which the caller has just sent: `store_objective_feedback` answers with it.
public struct ObjectiveFeedbackReceipt: Codable, Sendable, Equatable {
  /// The loop that the note is on.
  public let loopID: LoopID
  /// The time of storing.
  public let storedAt: Timestamp

  /// The receipt for a note stored on a loop.
  public init(loopID: LoopID, storedAt: Timestamp) {
    self.loopID = loopID
    self.storedAt = storedAt
  }

  private enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
    case storedAt = "stored_at"
  }
}
