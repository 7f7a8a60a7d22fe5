// DetachedThread: a POSIX thread that runs one closure.

#if canImport(Glibc)
  import CPlatform
  import Glibc
#else
  import Darwin
#endif

/// Threads of our own, for calls that block.
package enum DetachedThread {
  private final class Body: Sendable {
    private let name: String
    private let work: @Sendable () -> Void

    init(name: String, _ work: @escaping @Sendable () -> Void) {
      self.name = name
      self.work = work
    }

    func run() {
      #if canImport(Darwin)
        _ = pthread_setname_np(name)
      #else
        _ = pthread_setname_np(pthread_self(), name)
      #endif
      work()
    }
  }

  /// Starts a thread that no signal is delivered to.
  ///
  /// - Parameter name: at most 15 bytes, for debuggers.
  /// - Throws: when the system has no thread left.
  package static func start(name: String, _ run: @escaping @Sendable () -> Void) throws(SystemCallError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // The default of 8 MiB is address space only, but a hundred of them add up where that is limited.
    pthread_attr_setstacksize(&attributes, 2 << 20)
    let body = Unmanaged.passRetained(Body(name: name, run))
    let code = withSignalsBlocked { create(&attributes, body.toOpaque()) }
    guard code == 0 else {
      body.release()
      throw SystemCallError(call: "pthread_create", code: code)
    }
  }

  private static func create(_ attributes: inout pthread_attr_t, _ body: UnsafeMutableRawPointer) -> Int32 {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    return pthread_create(
      &thread, &attributes,
      { argument in
        // Optional on Linux alone.
        let argument: UnsafeMutableRawPointer? = argument
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body)
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
