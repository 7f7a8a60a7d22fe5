// LoopHistory: the words of critics and humans about one loop.

/// A page of the words about one loop. Each list is in order, oldest first; the first page has the newest words.
public struct LoopHistory: Sendable {
  /// The loop as it is now.
  public let loop: Loop
  /// The critics' words, at most as many as the caller's limit.
  public let feedback: [CriticFeedback]
  /// The humans' words, at most as many as the caller's limit.
  public let guidance: [HumanGuidance]
  /// The cursor of the page before these words; nil when both lists begin here.
  public let next: Cursor<LoopHistoryKey>?

  /// A page as it is.
  public init(loop: Loop, feedback: [CriticFeedback], guidance: [HumanGuidance], next: Cursor<LoopHistoryKey>?) {
    self.loop = loop
    self.feedback = feedback
    self.guidance = guidance
    self.next = next
  }
}
