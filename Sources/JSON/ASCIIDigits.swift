// ASCIIDigits: numbers of a fixed width, zeros in front.

extension String {
  /// The last `count` digits of `number`, zeros in front where it has fewer: 7 in three digits is `007`.
  ///
  /// - Parameter isHex: true for hexadecimal digits, in lower case; otherwise they are decimal.
  package init(digitsOf number: UInt64, count: Int, isHex: Bool = false) {
    var digits = [UInt8](repeating: 0, count: count)
    digits.setDigits(of: number, at: 0..<count, isHex: isHex)
    self.init(decoding: digits, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Writes the last digits of `number` in ASCII over what stands at `places`, zeros in front where it has fewer.
  ///
  /// - Parameters:
  ///   - places: indices of this array; as many digits are written. Traps where the array ends before.
  ///   - isHex: true for hexadecimal digits, in lower case; otherwise they are decimal.
  package mutating func setDigits(of number: UInt64, at places: Range<Int>, isHex: Bool = false) {
    var rest = number
    for place in places.reversed() {
      let digit = UInt8(isHex ? rest % 16 : rest % 10)
      self[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      rest = isHex ? rest / 16 : rest / 10
    }
  }
}
