// UInt64+PlainBytes: eight bytes of text looked at in one word.

extension UInt64 {
  /// The number of bytes from the lowest on that JSON writes as they are: no quote, backslash or control character, and
  /// none that may begin one of the line separators U+0085, U+2028 and U+2029. 8 where that is true of all.
  var plainBytes: Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    /// Sets the top bit of each byte below `limit`; a borrow may also set that of bytes above such a one.
    func bytes(of word: UInt64, below limit: UInt64) -> UInt64 { (word &- ones &* limit) & ~word }
    let control = bytes(of: self, below: 0x20)
    let quote = bytes(of: self ^ ones &* 0x22, below: 1)
    let backslash = bytes(of: self ^ ones &* 0x5C, below: 1)
    let separator = bytes(of: (self | ones &* 0x20) ^ ones &* 0xE2, below: 1)  // 0xC2 or 0xE2
    return ((control | quote | backslash | separator) & (ones &* 0x80)).trailingZeroBitCount / 8
  }
}
