// ObjectiveFeedback: the note on a loop's objectives, one for each loop.

/// The note on a loop's objectives; storing replaces it.
public struct ObjectiveFeedback: Codable, Sendable, Equatable {
  public let loopID: LoopID
  public let feedback: Text
  public let storedAt: Timestamp

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
