// StopSignals: SIGTERM, SIGINT and SIGHUP end the server in good order.

import Glibc

/// The signals by which a client, a shell or the system asks the server to end.
enum StopSignals {
  /// Calls `stop` on the first signal; a second one ends the process at once.
  ///
  /// To be called before the process has other threads: these inherit the mask, so that the waiting thread alone gets
  /// the signals, and `stop` runs as ordinary code instead of in a signal handler.
  static func handle(_ stop: @escaping @Sendable (_ signal: Int32) -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    startThread { [signals] in
      stop(wait(for: signals))
      _exit(128 + wait(for: signals))
    }
  }

  private static func wait(for signals: sigset_t) -> Int32 {
    var signals = signals
    var signal: Int32 = 0
    while sigwait(&signals, &signal) != 0 {}
    return signal
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Body(body)).toOpaque()
    pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, argument)
    pthread_detach(thread)
  }
}
