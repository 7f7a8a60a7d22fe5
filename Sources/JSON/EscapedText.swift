// EscapedText: a text on its way into a JSON string, a portion at a time.

/// Copies UTF-8 with what JSON wants escaped, and with the line separators U+0085, U+2028 and U+2029, as escapes.
struct EscapedText {
  private let text: UnsafeBufferPointer<UInt8>
  /// The index of the first byte that has not been copied.
  private var index = 0

  /// A copy of `text`, which must outlive it.
  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// True when all has been copied.
  var isAtEnd: Bool { index == text.count }

  /// The most bytes that are written at once: a word of eight as they are, of which seven may be kept, and an escape of
  /// six.
  private static let longestStep = 13

  /// Copies as much as is there, or as has room.
  ///
  /// - Parameter portion: at least 13 bytes.
  /// - Returns: the number of bytes written to its beginning.
  mutating func fill(_ portion: UnsafeMutableBufferPointer<UInt8>) -> Int {
    guard let target = portion.baseAddress, let source = text.baseAddress else { return 0 }
    var (index, written) = (index, 0)
    while index < text.count, written <= portion.count - Self.longestStep {
      if index + 8 <= text.count {
        let word = UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self)
        UnsafeMutableRawPointer(target + written).storeBytes(of: word, as: UInt64.self)
        let count = UInt64(littleEndian: word).plainBytes
        index += count
        written += count
        if count == 8 { continue }
      }
      let step = step(at: index, to: target + written)
      index += step.read
      written += step.written
    }
    self.index = index
    return written
  }

  /// Copies one byte, or writes the escape of what begins at `index`.
  private func step(at index: Int, to target: UnsafeMutablePointer<UInt8>) -> (read: Int, written: Int) {
    let byte = text[index]
    if byte >= 0x80 {
      guard let separator = lineSeparator(at: index) else { return (1, Self.write(byte, to: target)) }
      return (separator.length, Self.write(unicode: separator.code, to: target))
    }
    return switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): (1, Self.write(escape: byte, to: target))
    case 0x20...: (1, Self.write(byte, to: target))
    case 0x0A: (1, Self.write(escape: UInt8(ascii: "n"), to: target))
    case 0x0D: (1, Self.write(escape: UInt8(ascii: "r"), to: target))
    case 0x09: (1, Self.write(escape: UInt8(ascii: "t"), to: target))
    case 0x08: (1, Self.write(escape: UInt8(ascii: "b"), to: target))
    case 0x0C: (1, Self.write(escape: UInt8(ascii: "f"), to: target))
    default: (1, Self.write(unicode: UInt16(byte), to: target))
    }
  }

  /// The line separator that begins at `index`, with its length in bytes.
  private func lineSeparator(at index: Int) -> (code: UInt16, length: Int)? {
    switch text[index] {
    case 0xC2 where index + 1 < text.count && text[index + 1] == 0x85: (0x0085, 2)
    case 0xE2 where index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] | 1 == 0xA9:
      (0x2000 | UInt16(text[index + 2] & 0x3F), 3)
    default: nil
    }
  }

  // MARK: Writing; each returns the number of bytes

  private static func write(_ byte: UInt8, to target: UnsafeMutablePointer<UInt8>) -> Int {
    target[0] = byte
    return 1
  }

  private static func write(escape letter: UInt8, to target: UnsafeMutablePointer<UInt8>) -> Int {
    target[0] = UInt8(ascii: "\\")
    target[1] = letter
    return 2
  }

  private static func write(unicode code: UInt16, to target: UnsafeMutablePointer<UInt8>) -> Int {
    target[0] = UInt8(ascii: "\\")
    target[1] = UInt8(ascii: "u")
    for place in 0..<4 {
      let digit = UInt8(truncatingIfNeeded: code >> (12 - 4 * UInt16(place))) & 0xF
      target[2 + place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
    return 6
  }
}
