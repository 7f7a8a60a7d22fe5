// Polling: poll(2) over a connection's socket and its event descriptor.

import Glibc

enum Polling {
  /// What there is to do.
  struct Outcome {
    /// Bytes, the end of the stream or an error wait on the socket; or it takes bytes, where that was asked for.
    var hasSocketEvent = false
    /// Somebody poked. The pokes have been cleared.
    var isWoken = false
  }

  /// Waits until one of the two has something, or the time is over.
  ///
  /// - Parameters:
  ///   - socket: a negative one is left out.
  ///   - timeout: in milliseconds; negative: no limit.
  static func wait(
    socket: Int32, events: Int32 = POLLIN, wakeup: EventDescriptor?, timeout: Int32
  ) -> Outcome {
    var entries = (
      pollfd(fd: socket, events: Int16(events), revents: 0),
      pollfd(fd: wakeup?.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
    )
    let count = withUnsafeMutableBytes(of: &entries) {
      poll($0.baseAddress!.assumingMemoryBound(to: pollfd.self), 2, timeout)
    }
    guard count > 0 else { return Outcome() }
    if entries.1.revents != 0 { wakeup?.clear() }
    return Outcome(hasSocketEvent: entries.0.revents != 0, isWoken: entries.1.revents != 0)
  }

  /// The time left, rounded up so that a wait does not end before its time.
  static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    milliseconds(ContinuousClock.now.duration(to: deadline))
  }

  static func milliseconds(_ duration: Duration) -> Int32 {
    Int32(min(max((duration / .milliseconds(1)).rounded(.up), 0), 1_000_000))
  }
}
