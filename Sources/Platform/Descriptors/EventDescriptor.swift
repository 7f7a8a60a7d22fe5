// EventDescriptor: wakes a thread that waits in poll(2); an eventfd(2), or a pipe where there is none.

#if canImport(Glibc)
  import CPlatform
  import Glibc
#else
  import Darwin
#endif

/// Any thread may poke it, one thread waits for it. Several pokes before the waiting thread looks count as one.
package final class EventDescriptor: Sendable {
  /// Polls as readable from a poke to the next `clear`.
  package let descriptor: Int32

  #if os(Linux) && !RESPEC_PORTABLE
    /// An event that has not been poked.
    ///
    /// - Throws: when the process has no descriptors left.
    package init() throws(SystemCallError) {
      descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
      guard descriptor >= 0 else { throw SystemCallError(call: "eventfd") }
    }

    deinit { close(descriptor) }

    /// Wakes the waiting thread. Safe in a signal handler.
    package func poke() { _ = eventfd_write(descriptor, 1) }

    /// Forgets the pokes so far.
    package func clear() {
      var count: eventfd_t = 0
      _ = eventfd_read(descriptor, &count)
    }
  #else
    private let writeEnd: Int32

    /// An event that has not been poked.
    ///
    /// - Throws: when the process has no descriptors left.
    package init() throws(SystemCallError) {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw SystemCallError(call: "pipe") }
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
      (descriptor, writeEnd) = (ends[0], ends[1])
    }

    deinit {
      close(descriptor)
      close(writeEnd)
    }

    /// Wakes the waiting thread. Safe in a signal handler. A full pipe means that it is being woken already.
    package func poke() {
      var byte: UInt8 = 0
      _ = write(writeEnd, &byte, 1)
    }

    /// Forgets the pokes so far.
    package func clear() {
      var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      while read(descriptor, &bytes, 32) == 32 {}
    }
  #endif
}
