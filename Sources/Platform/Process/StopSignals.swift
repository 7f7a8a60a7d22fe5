// StopSignals: SIGTERM, SIGINT and SIGHUP end the server in good order; SIGPIPE is only an error of a write.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The signals by which a client, a shell or the system asks the server to end.
package enum StopSignals {
  /// Calls `stop` on the first signal; a second one ends the process at once, with the status 128 + its number.
  ///
  /// To be called before the process has other threads: these inherit the mask, so that the waiting thread alone gets
  /// the signals, and `stop` runs as ordinary code instead of in a signal handler.
  ///
  /// - Throws: when the system has no thread left.
  package static func handle(_ stop: @escaping @Sendable (_ signal: Int32) -> Void) throws(SystemCallError) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGTERM, SIGINT, SIGHUP] where !isIgnored(signal) { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    try DetachedThread.start(name: "stop-signals") { [signals] in
      stop(wait(for: signals))
      _exit(128 + wait(for: signals))
    }
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

  private static func wait(for signals: sigset_t) -> Int32 {
    var signals = signals
    var signal: Int32 = 0
    while sigwait(&signals, &signal) != 0 {}
    return signal
  }
}

/// SIGPIPE, which ends a process that writes where nobody reads.
package enum BrokenPipeSignal {
  /// Ignores it from now on, in the whole process: the write that met the closed end then fails with an error.
  package static func ignore() { signal(SIGPIPE, SIG_IGN) }
}
