// StandardError: writing to stderr without ever waiting for its reader.

import Platform

/// The process's standard error.
enum StandardError {
  /// Writes `text`, in one piece where it is short. Dropped while stderr takes nothing: a client that does not read
  /// its server's stderr must not be able to stop the server.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      _ = OutputDescriptor(Descriptor.standardError.number).write(UnsafeRawBufferPointer(bytes))
    }
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
