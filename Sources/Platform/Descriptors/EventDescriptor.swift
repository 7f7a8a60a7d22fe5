// EventDescriptor: an eventfd(2), which gets a thread out of poll(2).

import CLibPQ
import Glibc

/// Poked by any thread, waited for by one.
final class EventDescriptor: Sendable {
  let descriptor: Int32

  init() throws(PostgresError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else {
      throw PostgresError(.cannotConnect, "eventfd: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  func poke() { _ = eventfd_write(descriptor, 1) }

  /// Forgets the pokes so far.
  func clear() {
    var count: eventfd_t = 0
    _ = eventfd_read(descriptor, &count)
  }
}
