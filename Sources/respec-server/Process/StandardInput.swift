// StandardInput: the input that is piped into a command.

import Platform

/// The process's standard input.
enum StandardInput {
  /// Everything up to its end.
  ///
  /// - Throws: `StreamError` where it cannot be read.
  static func readToEnd() throws(StreamError) -> [UInt8] {
    do {
      return try Descriptor.standardInput.readToEnd()
    } catch {
      throw StreamError("standard input", error)
    }
  }
}
