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

  /// The call and the system's words, such as `open: No such file or directory`.
  package var description: String { "\(call): \(reason)" }

  /// The causes that a program or an operator can do something about.
  package enum Cause: Sendable, Hashable {
    /// The disk is full, or a quota or the limit of a file's size is reached.
    case noRoom
    /// The process or the system has no file descriptor left.
    case noDescriptors
    /// The user may not, or the file system is read-only.
    case noRight
    /// Nothing has the name.
    case missing
    /// Something has the name already.
    case exists
    /// Nobody reads what was written.
    case noReader
    /// Any other.
    case other
  }

  /// The cause by which `code` is told.
  package var cause: Cause {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .noRoom
    case EMFILE, ENFILE: .noDescriptors
    case EACCES, EPERM, EROFS: .noRight
    case ENOENT: .missing
    case EEXIST: .exists
    case EPIPE: .noReader
    default: .other
    }
  }
}
