// DetachedThread: a POSIX thread that runs one closure.

import CLibPQ
import Glibc

enum DetachedThread {
  private final class Body: Sendable {
    private let name: String
    private let work: @Sendable () -> Void

    init(name: String, _ work: @escaping @Sendable () -> Void) {
      self.name = name
      self.work = work
    }

    func run() {
      _ = pthread_setname_np(pthread_self(), name)
      work()
    }
  }

  /// Starts a thread that no signal is delivered to.
  ///
  /// - Parameter name: at most 15 bytes, for debuggers.
  /// - Throws: `cannotConnect` when the system has no thread left.
  static func start(name: String, _ run: @escaping @Sendable () -> Void) throws(PostgresError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // The default of 8 MiB is address space only, but a hundred of them add up where that is limited.
    pthread_attr_setstacksize(&attributes, 2 << 20)
    let body = Unmanaged.passRetained(Body(name: name, run))
    var thread = pthread_t()
    let code = withSignalsBlocked {
      pthread_create(
        &thread, &attributes,
        { argument in
          if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
          return nil
        }, body.toOpaque())
    }
    guard code == 0 else {
      body.release()
      throw PostgresError(.cannotConnect, "pthread_create: \(String(cString: strerror(code)))")
    }
  }

  /// The new thread inherits the mask.
  private static func withSignalsBlocked<Value>(_ body: () -> Value) -> Value {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }
}
