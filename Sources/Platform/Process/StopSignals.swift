// StopSignals: SIGTERM, SIGINT and SIGHUP end the server in good order; SIGPIPE is only an error of a write.

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The signals by which a client, a shell or the system asks the server to end.
package enum StopSignals {
  private static let signals = [SIGTERM, SIGINT, SIGHUP]
  /// The first signal that came; 0 before.
  private static let first = Atomic<Int32>(0)
  /// The address of the retained `Stop`; 0 before there is one.
  private static let handler = Atomic<UInt>(0)

  private final class Stop: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// The signal that asked for the end; nil where none has.
  package static var received: Int32? {
    let signal = first.load(ordering: .sequentiallyConsistent)
    return signal == 0 ? nil : signal
  }

  /// Calls `stop` on the first signal; a second one ends the process at once, with the status 128 + its number. Needs no
  /// thread of its own, so that a server that can have none is still ended in good order.
  ///
  /// - Parameter stop: runs in the signal handler, on whatever thread the system chooses: it may neither allocate nor
  ///   take a lock.
  package static func handle(_ stop: @escaping @Sendable () -> Void) {
    // Kept for good: a signal may come at any time.
    let kept = Unmanaged.passRetained(Stop(stop)).toOpaque()
    handler.store(UInt(bitPattern: kept), ordering: .sequentiallyConsistent)
    // Swift makes what is static at its first use, which must not be in the handler.
    _ = received
    var action = sigaction()
    sigemptyset(&action.sa_mask)
    // Calls of the system that were waiting go on: nobody but the serving thread is to notice.
    action.sa_flags = SA_RESTART
    setHandler(&action) { signal in
      let code = errno
      StopSignals.take(signal)
      errno = code
    }
    for signal in signals where !isIgnored(signal) { sigaction(signal, &action, nil) }
  }

  private static func take(_ signal: Int32) {
    let isFirst = first.compareExchange(expected: 0, desired: signal, ordering: .sequentiallyConsistent).exchanged
    guard isFirst else { _exit(128 + signal) }
    let address = handler.load(ordering: .sequentiallyConsistent)
    guard let stop = UnsafeRawPointer(bitPattern: address) else { return }
    Unmanaged<Stop>.fromOpaque(stop).takeUnretainedValue().run()
  }

  private static func setHandler(_ action: inout sigaction, _ handler: @escaping @convention(c) (Int32) -> Void) {
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = handler
    #else
      action.__sigaction_handler.sa_handler = handler
    #endif
  }

  /// True for a signal that the process was started to ignore, as nohup does with SIGHUP; it stays ignored.
  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    #else
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #endif
  }
}

/// SIGPIPE, which ends a process that writes where nobody reads.
package enum BrokenPipeSignal {
  /// Ignores it from now on, in the whole process: the write that met the closed end then fails with an error.
  package static func ignore() { signal(SIGPIPE, SIG_IGN) }
}
