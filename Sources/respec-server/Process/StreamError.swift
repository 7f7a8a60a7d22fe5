// StreamError: a failure of a command's standard input or output.

import Platform

/// The reason for which a command could not read its input or write its output.
struct StreamError: Error, CustomStringConvertible {
  let description: String
  /// True where nobody reads the output any more.
  let isClosed: Bool

  /// - Parameter stream: such as `standard input`.
  init(_ stream: String, _ error: SystemCallError) {
    description = "\(stream): \(error.reason)"
    isClosed = error.cause == .noReader
  }
}
