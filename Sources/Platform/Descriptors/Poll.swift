// Poll: poll(2) over up to three descriptors, without an allocation.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The conditions of a descriptor that can be waited for.
package struct PollEvents: OptionSet, Sendable, Hashable {
  /// The bits of poll(2).
  package let rawValue: Int16
  /// Conditions by the bits of poll(2).
  package init(rawValue: Int16) { self.rawValue = rawValue }

  private init(_ flag: Int32) { rawValue = Int16(flag) }

  /// Reading would not wait: there are bytes, the end or an error.
  package static let readable = PollEvents(POLLIN)
  /// Writing would not wait. A pipe then takes `PIPE_BUF` bytes (pipe(7)).
  package static let writable = PollEvents(POLLOUT)
  /// Reported without being asked for: an error, a pipe without another end, a number that is not open.
  package static let broken = PollEvents(POLLERR | POLLHUP | POLLNVAL)

  #if os(Linux) && !RESPEC_PORTABLE
    /// A socket's other end will write no more, though there may be bytes left: POLLRDHUP of poll(2), which the Glibc
    /// module leaves out. Empty where the system cannot tell.
    package static let otherEndStopped = PollEvents(0x2000)
  #else
    /// A socket's other end will write no more, though there may be bytes left. Empty where the system cannot tell.
    package static let otherEndStopped: PollEvents = []
  #endif
}

/// A descriptor to wait for, and the outcome of the wait.
package struct PollEntry {
  fileprivate var entry: pollfd

  /// A wait for one descriptor.
  ///
  /// - Parameters:
  ///   - descriptor: a negative one is left out.
  ///   - events: the conditions to wait for besides `broken`.
  package init(_ descriptor: Int32, _ events: PollEvents) {
    entry = pollfd(fd: descriptor, events: events.rawValue, revents: 0)
  }

  /// Waits for nothing.
  package static var none: PollEntry { PollEntry(-1, []) }

  /// The conditions that hold, of those waited for and of `broken`; empty before the wait and when the time was over.
  package var outcome: PollEvents { PollEvents(rawValue: entry.revents) }
}

/// Waiting for descriptors.
package enum Poll {
  /// Waits until one of three has something, a signal comes, or the time is over.
  ///
  /// - Parameter time: the longest wait; zero looks and does not wait, nil has no limit. Rounded up to milliseconds, so
  ///   that a wait does not end before its time; never longer than 1,000 seconds.
  package static func wait(
    _ first: inout PollEntry, _ second: inout PollEntry, _ third: inout PollEntry, atMost time: Duration?
  ) {
    var entries = (first.entry, second.entry, third.entry)
    _ = withUnsafeMutableBytes(of: &entries) {
      poll($0.baseAddress?.assumingMemoryBound(to: pollfd.self), 3, milliseconds(time))
    }
    (first.entry, second.entry, third.entry) = entries
  }

  /// Waits until one of two has something, as above.
  package static func wait(_ first: inout PollEntry, _ second: inout PollEntry, atMost time: Duration?) {
    var third = PollEntry.none
    wait(&first, &second, &third, atMost: time)
  }

  /// Waits for one, as above.
  ///
  /// - Returns: the conditions that hold; empty when the time is over.
  @discardableResult
  package static func wait(
    for events: PollEvents, on descriptor: Int32, atMost time: Duration? = nil
  ) -> PollEvents {
    var entry = pollfd(fd: descriptor, events: events.rawValue, revents: 0)
    _ = poll(&entry, 1, milliseconds(time))
    return PollEvents(rawValue: entry.revents)
  }

  /// poll(2) takes -1 for no limit.
  private static func milliseconds(_ time: Duration?) -> Int32 {
    guard let time else { return -1 }
    return Int32(min(max((time / .milliseconds(1)).rounded(.up), 0), 1_000_000))
  }
}
