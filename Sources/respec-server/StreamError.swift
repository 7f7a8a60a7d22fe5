// StreamError: standard input or output failed a command.

import Glibc

/// Why a command could not read its input or write its output.
struct StreamError: Error, CustomStringConvertible {
  let description: String

  /// - Parameter stream: such as `standard input`. The reason is the system's, from `errno`.
  init(_ stream: String) { description = "\(stream): \(String(cString: strerror(errno)))" }
}
