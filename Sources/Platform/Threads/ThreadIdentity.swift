// ThreadIdentity: the identity of the running thread, and a pointer that each thread has for itself.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A running thread. Another may have the same after it has ended.
package struct ThreadIdentity: Sendable, Hashable {
  /// Never 0, so that 0 can stand for none.
  package let value: UInt

  /// The thread that asks.
  package static var current: ThreadIdentity {
    #if canImport(Darwin)
      ThreadIdentity(value: UInt(bitPattern: pthread_self()))
    #else
      ThreadIdentity(value: UInt(pthread_self()))
    #endif
  }
}

/// A pointer of which each thread has its own; nil until that thread has set it.
package struct ThreadSpecificPointer: Sendable {
  private let key: pthread_key_t

  /// Stops the process when it has made more of them than the system allows (at least 128, by POSIX).
  package init() {
    var key = pthread_key_t()
    let code = pthread_key_create(&key, nil)
    precondition(code == 0, "no thread-specific key is left")
    self.key = key
  }

  /// The calling thread's pointer. What it points to is not kept alive.
  package var value: UnsafeMutableRawPointer? {
    get { pthread_getspecific(key) }
    nonmutating set { pthread_setspecific(key, newValue) }
  }
}
