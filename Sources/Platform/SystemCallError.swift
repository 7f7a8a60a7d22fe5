// SystemCallError: a call of the operating system that failed.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A failed system call.
package struct SystemCallError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The call, such as `pipe`.
  package let call: String
  /// Its `errno`.
  package let code: Int32

  /// A failure of `call` with the given `errno`.
  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  /// The call that has just failed on this thread.
  init(call: String) { self.init(call: call, code: errno) }

  /// The system's words for `code`, such as `No such file or directory`.
  package var reason: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else { return "error \(code)" }
      return String(cString: start)
    }
  }

  /// True when what was to be made, or to be renamed to, exists.
  package var isAlreadyThere: Bool { code == EEXIST }

  /// The call and the system's words, such as `open: No such file or directory`.
  package var description: String { "\(call): \(reason)" }
}
