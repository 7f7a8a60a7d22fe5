// StandardError: writing to stderr without ever waiting for whoever should read it.

import Glibc

/// The process's standard error.
enum StandardError {
  /// Writes `text`, in one piece where it is short. Dropped while stderr takes nothing: a client that does not read
  /// its server's stderr must not be able to stop the server.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      // A pipe that is ready takes at least PIPE_BUF bytes without blocking.
      while !rest.isEmpty, isReady {
        let piece = rest.prefix(Int(PIPE_BUF))
        let written = Glibc.write(STDERR_FILENO, UnsafeBufferPointer(rebasing: piece).baseAddress, piece.count)
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  private static var isReady: Bool {
    var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, 0) == 1 && descriptor.revents & Int16(POLLOUT) != 0
  }
}

extension String {
  /// The text without anything that could end a line or steer a terminal: others' words may stand in what we print.
  var printable: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
    return unicodeScalars.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0) }
      .joined()
  }
}
