// Polling: waiting for a connection's socket and for its event descriptor.

import Platform

enum Polling {
  /// The events that ended a wait; neither at its deadline.
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
  ///   - time: the longest wait; nil: no limit.
  static func wait(
    socket: Int32, events: PollEvents = .readable, wakeup: EventDescriptor?, atMost time: Duration?
  ) -> Outcome {
    var socketEntry = PollEntry(socket, events)
    var wakeupEntry = PollEntry(wakeup?.descriptor ?? -1, .readable)
    Poll.wait(&socketEntry, &wakeupEntry, atMost: time)
    let isWoken = !wakeupEntry.outcome.isEmpty
    if isWoken { wakeup?.clear() }
    return Outcome(hasSocketEvent: !socketEntry.outcome.isEmpty, isWoken: isWoken)
  }

  /// As above, until a deadline.
  static func wait(
    socket: Int32, events: PollEvents = .readable, wakeup: EventDescriptor?, until deadline: ContinuousClock.Instant
  ) -> Outcome {
    wait(socket: socket, events: events, wakeup: wakeup, atMost: ContinuousClock.now.duration(to: deadline))
  }
}
