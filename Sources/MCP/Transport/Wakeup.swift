// Wakeup: gets the reading thread out of poll(2); a pipe to itself.

import Glibc
import Synchronization

/// What the serving thread sleeps on besides its input.
///
/// Most events need no wake-up: a call that ends writes its own answer. Only while the serving thread waits for room,
/// or for the last answers, does progress matter to it; it says so with `setExpectsProgress`.
final class Wakeup: Sendable {
  /// The end to poll for reading.
  let descriptor: Int32
  private let writeEnd: Int32
  private let expectsProgress = Atomic<Bool>(false)

  init() throws(SystemCallError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemCallError(call: "pipe", code: errno) }
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

  /// Wakes the serving thread. Safe in a signal handler. A full pipe means that it is being woken already.
  func poke() {
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }

  /// Wakes the serving thread if it waits for something to end or to be written.
  ///
  /// To be called after the change has been made under the lock that the serving thread reads it under: it sets its
  /// flag first and looks second, so one of the two sees the other.
  func reportProgress() {
    if expectsProgress.load(ordering: .sequentiallyConsistent) { poke() }
  }

  func setExpectsProgress(_ value: Bool) { expectsProgress.store(value, ordering: .sequentiallyConsistent) }

  /// Forgets the pokes so far.
  func clear() {
    var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    while read(descriptor, &bytes, 32) == 32 {}
  }
}
