// String+Parts: this module's helpers for text, without the regular expression library that `replacing` brings along.

extension String {
  /// The text with every occurrence of a part exchanged.
  func substituting(_ part: String, with substitute: String) -> String {
    let (bytes, sought) = (Array(utf8), Array(part.utf8))
    guard !sought.isEmpty, bytes.count >= sought.count else { return self }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: sought) {
        result += substitute.utf8
        index += sought.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  func hasPart(_ part: String) -> Bool { substituting(part, with: "") != self }
}

extension Duration {
  /// Rounded up.
  var wholeMilliseconds: Int { Int((self / .milliseconds(1)).rounded(.up)) }
}
