// LoopHistory: the words of critics and humans about one loop.

/// A page of the words about one loop. Each list is in order, oldest first; the first page has the newest words.
public struct LoopHistory: Sendable {
  /// The bytes of a list's texts, about, with which a page ends early: an answer has no room for more, and reading on would
  /// fill the process. The entry that reaches them is still given.
  public static let maximumBytes = 1_048_576

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

/// The room for one list's words on a page, from the newest on.
package struct HistoryRoom {
  private var left = LoopHistory.maximumBytes

  package init() {}

  /// Takes the bytes of one entry's texts.
  ///
  /// - Returns: true when there is no room for a further one.
  package mutating func isFull(after bytes: Int) -> Bool {
    left -= bytes
    return left <= 0
  }
}

extension CriticFeedback {
  /// The bytes of all its texts.
  package var textBytes: Int {
    let lists = (keyIssues.values + recommendations.values + blockers.values).reduce(0) { $0 + $1.value.utf8.count }
    return assessmentSummary.value.utf8.count + (detailedFeedback?.value.utf8.count ?? 0) + lists
  }
}
