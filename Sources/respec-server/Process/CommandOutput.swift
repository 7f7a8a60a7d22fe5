// CommandOutput: the output of a command, which unlike the server may wait for its reader.

import Platform

/// Standard output and error of a command.
enum CommandOutput {
  /// Writes all of `text` on standard output, and a line feed behind it unless it ends with one.
  ///
  /// - Throws: `StreamError` where it cannot be written, such as on a full disk.
  static func print(_ text: [UInt8]) throws(StreamError) {
    let line = text.last == UInt8(ascii: "\n") ? text : text + [UInt8(ascii: "\n")]
    do {
      try Descriptor.standardOutput.writeAll(line)
    } catch {
      throw StreamError("standard output", error)
    }
  }

  /// Writes all of `text` on standard output as lines, as above.
  static func print(_ text: String) throws(StreamError) { try print(Array(text.utf8)) }

  /// Writes all of `text` on standard error, as lines. A failure is ignored: there is no other place to report it.
  static func complain(_ text: String) {
    try? Descriptor.standardError.writeAll(Array(text.utf8) + [UInt8(ascii: "\n")])
  }
}

extension String {
  /// With spaces behind it up to `width` characters: a column.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
