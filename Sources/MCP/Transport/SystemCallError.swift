// SystemCallError: a call of the operating system that failed.

import Glibc

/// A failed system call.
public struct SystemCallError: Error, Sendable, CustomStringConvertible {
  /// The call, such as `pipe`.
  public let call: String
  /// Its `errno`.
  public let code: Int32

  public var description: String { "\(call): \(String(cString: strerror(code)))" }
}
