// TextLines: a long text by its lines, of which a reader gets some at a time.

/// The lines of a text. One that is longer than `longestLine` counts as several of that length.
package struct TextLines: Sendable {
  /// The most Unicode scalars of a line.
  package static let longestLine = 10_000

  private let bytes: [UInt8]
  /// The offset at which each line begins, its line feed at its end; then the text's end.
  private let starts: [Int]

  /// - Parameter bytes: UTF-8.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    var scalars = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if scalars == Self.longestLine && byte != UInt8(ascii: "\n") {
        starts.append(offset)
        scalars = 0
      }
      scalars += 1
      if byte == UInt8(ascii: "\n") && offset + 1 < bytes.count {
        starts.append(offset + 1)
        scalars = 0
      }
    }
    starts.append(bytes.count)
    self.starts = starts
  }

  /// The number of lines, at least 1.
  package var count: Int { starts.count - 1 }

  /// The number, from 1, of the line that a byte belongs to.
  package func number(at offset: Int) -> Int {
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low + 1
  }

  /// Some lines, from `first` on: at most `maximum`, of at most so many Unicode scalars, and of at most so many bytes
  /// once they are written as JSON; but at least one.
  package func part(
    from first: Int, atMost maximum: Int, characters: Int, encodedBytes: Int
  ) -> (text: String, lines: Int) {
    var (taken, scalars, encoded) = (0, 0, 0)
    while taken < maximum, first + taken <= count {
      let line = bytes[starts[first + taken - 1]..<starts[first + taken]]
      scalars += line.count { $0 & 0xC0 != 0x80 }
      encoded += line.reduce(0) { $0 + Self.encodedBytes(of: $1) }
      if taken > 0 && (scalars > characters || encoded > encodedBytes) { break }
      taken += 1
    }
    return (String(decoding: bytes[starts[first - 1]..<starts[first + taken - 1]], as: UTF8.self), taken)
  }

  /// At least as many bytes as JSON takes for one of UTF-8: of the characters that are escaped some begin like others
  /// that are not.
  private static func encodedBytes(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "\\"): 2
    case ..<0x20, 0x7F: 6
    case 0xC2, 0xE2: 5
    default: 1
    }
  }
}
