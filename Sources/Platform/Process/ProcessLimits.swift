// ProcessLimits: limits that the process sets on itself at its start.

#if canImport(Glibc)
  import CPlatform
  import Glibc
#else
  import Darwin
#endif

/// Limits of this process. To be set before it has other threads.
package enum ProcessLimits {
  /// Lets threads share two areas of the heap. glibc makes one of 64 MiB of addresses for almost every thread, by which a
  /// server with twenty connections would not fit into an address space of half a gigabyte (mallopt(3), M_ARENA_MAX).
  package static func shareHeap() {
    #if canImport(Glibc)
      mallopt(M_ARENA_MAX, 2)
    #endif
  }

  /// Lets the system write no core dump of this process: what it holds, a password, would be in the file.
  package static func forbidCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #else
      setrlimit(RLIMIT_CORE, &none)
    #endif
  }
}
