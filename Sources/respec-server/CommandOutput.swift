// CommandOutput: what a command prints. Unlike the server it may wait for its reader.

import Glibc

/// Standard output and error of a command.
enum CommandOutput {
  /// Writes all of `text` on standard output, and a line feed behind it unless it ends with one.
  ///
  /// - Throws: `StreamError` where it cannot be written, such as on a full disk.
  static func print(_ text: [UInt8]) throws {
    let line = text.last == UInt8(ascii: "\n") ? text : text + [UInt8(ascii: "\n")]
    guard write(line, to: STDOUT_FILENO) else { throw StreamError("standard output") }
  }

  /// Writes all of `text` on standard output as lines, as above.
  static func print(_ text: String) throws { try print(Array(text.utf8)) }

  /// Writes all of `text` on standard error, as lines. What cannot be written there cannot be told anywhere.
  static func complain(_ text: String) { _ = write(Array(text.utf8) + [UInt8(ascii: "\n")], to: STDERR_FILENO) }

  private static func write(_ text: [UInt8], to descriptor: Int32) -> Bool {
    var rest = text[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written >= 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}

extension String {
  /// With spaces behind it up to `width` characters: a column.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
