// Wakeup: gets the serving thread out of poll(2).

import Platform
import Synchronization

/// The descriptor that the serving thread sleeps on besides its input.
///
/// Most events need no wake-up: a call that ends writes its own answer. Only while the serving thread waits for room,
/// or for the last answers, does progress matter to it; it says so with `setExpectsProgress`.
final class Wakeup: Sendable {
  private let event: EventDescriptor
  /// True while progress is worth a wake-up.
  private let expectsProgress = Atomic<Bool>(false)

  /// - Throws: when the process has no descriptors left.
  init() throws(SystemCallError) { event = try EventDescriptor() }

  /// The descriptor to poll for reading.
  var descriptor: Int32 { event.descriptor }

  /// Wakes the serving thread. Safe in a signal handler.
  func poke() { event.poke() }

  /// Wakes the serving thread if it waits for something to end or to be written.
  ///
  /// To be called after the change has been made under the lock that the serving thread reads it under: it sets its
  /// flag first and looks second, so one of the two sees the other.
  func reportProgress() {
    if expectsProgress.load(ordering: .sequentiallyConsistent) { poke() }
  }

  /// Says whether the serving thread waits for progress. Called by the serving thread alone.
  func setExpectsProgress(_ value: Bool) { expectsProgress.store(value, ordering: .sequentiallyConsistent) }

  /// Forgets the pokes so far.
  func clear() { event.clear() }
}
