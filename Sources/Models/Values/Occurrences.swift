// Occurrences: the places at which a passage stands in a text, byte by byte.

extension String {
  /// The number of places at which `passage` occurs, overlapping ones included, and the offset of the first in bytes.
  ///
  /// Takes time in proportion to both lengths, whatever repeats in them (Knuth, Morris and Pratt 1977).
  ///
  /// - Parameter passage: not empty.
  func occurrences(of passage: String) -> (count: Int, first: Int) {
    let pattern = Array(passage.utf8)
    var search = PassageSearch(pattern)
    var (count, first) = (0, 0)
    for (offset, byte) in utf8.enumerated() where search.ends(with: byte) {
      if count == 0 { first = offset + 1 - pattern.count }
      count += 1
    }
    return (count, first)
  }

  /// The text with `new` in the place of `old`, which stands at `offset` bytes.
  func replacing(_ old: String, at offset: Int, by new: String) -> String {
    String(decoding: utf8.prefix(offset), as: UTF8.self) + new
      + String(decoding: utf8.dropFirst(offset + old.utf8.count), as: UTF8.self)
  }
}

/// Looks for a passage in bytes that come one after the other.
private struct PassageSearch {
  private let pattern: [UInt8]
  /// By the length of a beginning of the pattern: the longest shorter beginning that it ends with.
  private var fallbacks: [Int]
  /// The length of the longest beginning of the pattern with which the bytes so far end.
  private var matched = 0

  init(_ pattern: [UInt8]) {
    self.pattern = pattern
    fallbacks = [0, 0]
    fallbacks.reserveCapacity(pattern.count + 1)
    for byte in pattern.dropFirst() {
      advance(by: byte)
      fallbacks.append(matched)
    }
    matched = 0
  }

  /// Takes the next byte.
  ///
  /// - Returns: true where the passage ends with it.
  mutating func ends(with byte: UInt8) -> Bool {
    if matched == pattern.count { matched = fallbacks[matched] }
    advance(by: byte)
    return matched == pattern.count
  }

  private mutating func advance(by byte: UInt8) {
    while matched > 0 && pattern[matched] != byte { matched = fallbacks[matched] }
    if pattern[matched] == byte { matched += 1 }
  }
}
