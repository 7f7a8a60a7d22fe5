// SystemClock: the time of day. Waits and deadlines go by Swift's ContinuousClock.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's clock.
package enum SystemClock {
  /// The time in microseconds since 1970-01-01T00:00:00Z. It may jump, when somebody sets the clock.
  package static var microseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
