// MessageWriter: the one ordered way of messages to the output.
//
// There is no writer thread. Whoever has an answer while nobody is writing writes it, without blocking; that saves the
// hop to another thread, half of a round trip. What the output does not take is left to the serving thread, which
// polls for room anyway.

import Platform
import Synchronization

/// Writes whole lines, in the order in which they were appended, from any thread. `queue` has a lock, all else never
/// changes.
final class MessageWriter: Sendable {
  private let output: OutputDescriptor
  private let wakeup: Wakeup
  private let queue = Mutex(OutputQueue())

  init(output: OutputDescriptor, wakeup: Wakeup) {
    self.output = output
    self.wakeup = wakeup
  }

  /// The descriptor to poll for room.
  var descriptor: Int32 { output.descriptor }

  /// Bytes that wait, and the state of the output: the serving thread pauses and ends by them.
  var status: (queuedBytes: Int, isBlocked: Bool, isClosed: Bool) {
    queue.withLock { ($0.count, $0.isBlocked, $0.isClosed) }
  }

  /// Puts a message in line. It goes out with the next `flush`.
  func append(_ message: [UInt8]) { queue.withLock { $0.append(message) } }

  /// Writes all that is in line, unless another thread is at it: that one takes it along.
  func flush() {
    while let portion = queue.withLock({ $0.beginWriting() }) {
      let outcome = portion.remaining.withUnsafeBytes { output.write($0) }
      switch queue.withLock({ $0.endWriting(portion, outcome) }) {
      case .none: wakeup.reportProgress()
      case .blocked, .closed: wakeup.poke()
      }
    }
  }

  /// Tries again after the output has polled as writable.
  func resume() {
    queue.withLock { $0.unblock() }
    flush()
  }

  /// Gives up on the output: nobody reads it any more.
  func close() { _ = queue.withLock { $0.close() } }
}
