// LoopHistory: what was said about one loop, by critics and by humans.

/// A piece of what was said about one loop; each list oldest first, the newest piece given first.
public struct LoopHistory: Sendable {
  public let loop: Loop
  public let feedback: [CriticFeedback]
  public let guidance: [HumanGuidance]
  /// Leads to what was said before; nil when this is the beginning of both lists.
  public let next: Cursor<LoopHistoryKey>?

  public init(loop: Loop, feedback: [CriticFeedback], guidance: [HumanGuidance], next: Cursor<LoopHistoryKey>?) {
    self.loop = loop
    self.feedback = feedback
    self.guidance = guidance
    self.next = next
  }
}
