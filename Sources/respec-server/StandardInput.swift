// StandardInput: what is piped into a command.

import Glibc

/// The process's standard input.
enum StandardInput {
  /// Everything up to its end.
  ///
  /// - Throws: `StreamError` where it cannot be read.
  static func readToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw StreamError("standard input") }
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }
}
