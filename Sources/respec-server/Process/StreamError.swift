// StreamError: standard input or output failed a command.

import Platform

/// Why a command could not read its input or write its output.
struct StreamError: Error, CustomStringConvertible {
  let description: String

  /// - Parameter stream: such as `standard input`.
  init(_ stream: String, _ error: SystemCallError) { description = "\(stream): \(error.reason)" }
}
