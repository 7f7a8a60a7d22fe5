// AnswerBudget: the most bytes of an answer, and what is done so that none has more; docs/contract.md, "Budgets".

import JSON
import Models

/// The most bytes of an answer in each of its two forms.
public struct AnswerBudget: Sendable, Equatable {
  /// In bytes.
  public let bytes: Int

  /// So many bytes, at least `minimum`; that is not checked.
  public init(bytes: Int) { self.bytes = bytes }

  /// Below this a single entry of a list would not fit.
  public static let minimum = 131_072
  /// 256 KiB.
  public static let standard = AnswerBudget(bytes: 262_144)
  /// No limit, for callers within the process.
  static let none = AnswerBudget(bytes: .max / 16)
}

extension AnswerBudget {
  /// Left for what stands around the entries of a list.
  fileprivate static let frame = 8_192

  /// A page whose entries fit, and at least one entry: read again with a lower limit where more were read than fit.
  func page<Element: Encodable & Sendable, Key: CursorKey>(
    _ limit: Limit, _ read: (Limit) async throws(Failure) -> Page<Element, Key>
  ) async throws(Failure) -> Page<Element, Key> {
    var limit = limit
    while true {
      let page = try await read(limit)
      let count = max(1, try count(of: page.elements, within: bytes - Self.frame))
      if count >= page.elements.count { return page }
      limit = Limit(trusted: count)
    }
  }

  /// The number of entries, from the first one on, that fit.
  func count(of elements: some Sequence<some Encodable>, within room: Int) throws(Failure) -> Int {
    var (count, used) = (0, 0)
    for element in elements {
      used += try size(of: element) + 1
      if used > room { return count }
      count += 1
    }
    return count
  }

  /// The number of bytes that something takes as JSON.
  func size(of element: some Encodable) throws(Failure) -> Int {
    do {
      return try JSONModelEncoder.encode(element).count
    } catch {
      throw Failure(.internal, "The server failed to write its answer; what the call did stands.")
    }
  }

  /// Room for each of so many texts, in bytes, when they share an answer. JSON takes up to six bytes for one.
  func bytes(forEachOf texts: Int) -> Int { (bytes - 2 * Self.frame) / 6 / max(texts, 1) }
}

extension String {
  /// The text up to so many bytes of UTF-8, with its whole size where some is cut off.
  func cut(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    let mark = "… (cut; \(utf8.count) bytes in all)"
    let bytes = Array(utf8)
    var end = max(0, limit - mark.utf8.count)
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self) + mark
  }
}

extension TextList {
  fileprivate func cut(to limit: Int) -> TextList { TextList(values.map { Text(trusted: $0.value.cut(to: limit)) }) }
}

extension CriticFeedback {
  /// The same, with texts cut so that it fits alone; as it is where it does.
  func fitting(_ budget: AnswerBudget) throws(Failure) -> CriticFeedback {
    guard try budget.size(of: self) > budget.bytes / 2 else { return self }
    let count = keyIssues.values.count + recommendations.values.count + blockers.values.count
    let room = budget.bytes(forEachOf: 2 * (2 + count))
    let assessment = CriticAssessment(
      criticAgent: criticAgent, score: score, assessmentSummary: Text(trusted: assessmentSummary.value.cut(to: room)),
      detailedFeedback: detailedFeedback.map { FlexibleText(trusted: $0.value.cut(to: room)) },
      keyIssues: keyIssues.cut(to: room), recommendations: recommendations.cut(to: room),
      blockers: blockers.cut(to: room))
    return CriticFeedback(
      assessment, loopID: loopID, iteration: iteration, specVersion: specVersion, timestamp: timestamp)
  }
}

extension LoopHistory {
  /// The newest words of the page that fit, at least one of each kind; the cursor walks back from there.
  func fitting(_ budget: AnswerBudget) throws(Failure) -> LoopHistory {
    var (feedback, guidance) = (feedback, guidance)
    if let last = feedback.popLast() { feedback.append(try last.fitting(budget)) }
    if let last = guidance.popLast() { guidance.append(last.fitting(budget)) }
    let room = try budget.bytes - AnswerBudget.frame - budget.size(of: loop)
    let kept = max(try budget.count(of: feedback.reversed(), within: room / 2), min(1, feedback.count))
    let heard = max(try budget.count(of: guidance.reversed(), within: room / 2), min(1, guidance.count))
    guard kept < feedback.count || heard < guidance.count else {
      return LoopHistory(loop: loop, feedback: feedback, guidance: guidance, next: next)
    }
    // The cursor counts the words that are not given yet; without one the page began with the oldest.
    let before = next?.key ?? LoopHistoryKey(feedback: 0, guidance: 0)
    let rest = LoopHistoryKey(
      feedback: before.feedback + feedback.count - kept, guidance: before.guidance + guidance.count - heard)
    return LoopHistory(
      loop: loop, feedback: feedback.suffix(kept), guidance: guidance.suffix(heard), next: Cursor(after: rest))
  }
}

extension HumanGuidance {
  /// The same, with its text cut so that it fits alone.
  func fitting(_ budget: AnswerBudget) -> HumanGuidance {
    HumanGuidance(
      iteration: iteration,
      feedback: feedback.map { Text(trusted: $0.value.cut(to: budget.bytes(forEachOf: 2))) }, verdict: verdict,
      source: source, timestamp: timestamp)
  }
}
