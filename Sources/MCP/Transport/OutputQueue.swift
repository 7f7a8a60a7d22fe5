// OutputQueue: the bytes on their way out, as a value that lets one thread at a time write them.

import Platform

/// Whole lines waiting to be written.
///
/// States: idle (nothing is being written), writing (one thread has a portion; others only append), blocked (the
/// output takes nothing until it polls as writable), closed (for good; everything is dropped).
struct OutputQueue: Sendable {
  /// The bytes that one thread writes before it looks again.
  struct Portion: Sendable {
    fileprivate(set) var bytes: [UInt8]
    /// Number of bytes that have been written.
    fileprivate(set) var offset = 0
    var remaining: ArraySlice<UInt8> { bytes[offset...] }
  }

  /// The news for the thread that waits for the output.
  enum Change: Sendable { case none, blocked, closed }

  /// Lines that no thread has taken to write.
  private var pending: [UInt8] = []
  /// The rest of a portion that did not go out whole; it goes before `pending`.
  private var rest: Portion?
  /// Number of bytes that a thread is writing at the moment.
  private var bytesInHand = 0
  private var isWriting = false
  /// True when the output takes nothing until it polls as writable.
  private(set) var isBlocked = false
  /// True when the output takes nothing any more.
  private(set) var isClosed = false

  /// Number of bytes that have been accepted and not written.
  var count: Int { pending.count + (rest?.remaining.count ?? 0) + bytesInHand }

  /// Takes a message and ends its line. JSON has line breaks between tokens only, where a space does as well: one that
  /// slipped in must not cut the message in two.
  mutating func append(_ message: [UInt8]) {
    guard !isClosed else { return }
    pending.append(contentsOf: message)
    if Self.hasLineBreak(message) {
      for index in (pending.count - message.count)..<pending.count where Self.isLineBreak(pending[index]) {
        pending[index] = 0x20
      }
    }
    pending.append(0x0A)
  }

  private static func hasLineBreak(_ message: [UInt8]) -> Bool {
    message.withUnsafeBytes { $0.firstOffset(of: 0x0A) != nil || $0.firstOffset(of: 0x0D) != nil }
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// The output may take bytes again.
  mutating func unblock() { isBlocked = false }

  /// idle → writing. Nil when there is nothing to do, or nothing that this thread may do.
  mutating func beginWriting() -> Portion? {
    guard !isWriting, !isBlocked, !isClosed, count > 0 else { return nil }
    let portion = rest ?? Portion(bytes: pending)
    if rest == nil { pending = [] }
    rest = nil
    isWriting = true
    bytesInHand = portion.remaining.count
    return portion
  }

  /// writing → idle, blocked or closed.
  mutating func endWriting(_ portion: Portion, _ outcome: OutputDescriptor.Outcome) -> Change {
    isWriting = false
    bytesInHand = 0
    guard !isClosed, case .wrote(let written) = outcome else { return close() }
    guard written < portion.remaining.count else { return .none }
    rest = portion
    rest?.offset += written
    isBlocked = true
    return .blocked
  }

  /// any → closed.
  mutating func close() -> Change {
    isClosed = true
    pending = []
    rest = nil
    return .closed
  }
}
