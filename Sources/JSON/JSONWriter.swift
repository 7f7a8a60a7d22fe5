// JSONWriter: JSON text written straight into bytes, without a tree in between.

/// Appends values to a buffer of bytes as JSON writes them: escaped strings, numbers, `true`.
///
/// Brackets, commas and colons are the caller's: `raw` appends them unchecked. No value is written with a line break, so
/// a message stays one line; that goes for U+0085, U+2028 and U+2029 too, at which some readers cut a text into lines.
public struct JSONWriter: Sendable {
  /// The text so far, UTF-8.
  public var bytes: [UInt8]

  /// An empty text.
  ///
  /// - Parameter capacity: bytes to make room for at once; more are taken as needed.
  public init(capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Appends text that is JSON already, unchecked.
  public mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes that are JSON already, unchecked.
  public mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

  /// Appends a whole number of any width.
  public mutating func integer(_ value: some FixedWidthInteger) {
    number(JSONNumber(value))
  }

  /// Appends a number with its digits as they are.
  public mutating func number(_ value: JSONNumber) { bytes.append(contentsOf: value.text.utf8) }

  /// Appends `true` or `false`.
  public mutating func bool(_ value: Bool) {
    if value { raw("true") } else { raw("false") }
  }

  /// Appends a string in quotes, escaped.
  public mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { string(utf8: $0) }
  }

  /// Appends UTF-8 as a string in quotes, escaped. It must be valid: that is not checked.
  public mutating func string(utf8 text: [UInt8]) {
    text.withUnsafeBufferPointer { string(utf8: $0) }
  }

  private mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var unwritten = 0  // the index of the first byte that is not written yet
    var index = text.firstEscape(from: 0)
    while index < text.count {
      bytes.append(contentsOf: text.extracting(unwritten..<index))
      let length = text.lineSeparatorLength(at: index)
      if length > 0 {
        escape(lineSeparator: text[index + length - 1])
        unwritten = index + length
      } else {
        unwritten = index + (escape(text[index]) ? 1 : 0)
      }
      index = text.firstEscape(from: max(unwritten, index + 1))
    }
    bytes.append(contentsOf: text.extracting(unwritten...))
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends the escape of `byte`, or of a quote or backslash the backslash alone.
  ///
  /// - Returns: true when the byte is written with that; false when it is still to follow as it is.
  private mutating func escape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      return false
    case 0x0A: raw(#"\n"#)
    case 0x0D: raw(#"\r"#)
    case 0x09: raw(#"\t"#)
    case 0x08: raw(#"\b"#)
    case 0x0C: raw(#"\f"#)
    default:
      raw(#"\u0000"#)
      bytes.setDigits(of: UInt64(byte), at: (bytes.count - 4)..<bytes.count, isHex: true)
    }
    return true
  }

  /// Appends the escape of the line separator whose UTF-8 ends with this byte.
  private mutating func escape(lineSeparator lastByte: UInt8) {
    switch lastByte {
    case 0x85: raw(#"\u0085"#)
    case 0xA8: raw(#"\u2028"#)
    default: raw(#"\u2029"#)
    }
  }

  /// Appends a whole value on one line, without white space.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let value): bool(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let elements): array(elements)
    case .object(let object): self.object(object)
    }
  }

  private mutating func array(_ elements: [JSONValue]) {
    raw("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { raw(",") }
      value(element)
    }
    raw("]")
  }

  private mutating func object(_ object: JSONObject) {
    raw("{")
    for (index, member) in object.members.enumerated() {
      if index > 0 { raw(",") }
      string(member.key)
      raw(":")
      value(member.value)
    }
    raw("}")
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The index of the first byte from `start` on at which the writer has something to escape; `count` without one.
  fileprivate func firstEscape(from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let candidates = candidates(at: index)
      guard candidates != 0 else {
        index += 8
        continue
      }
      index += candidates.trailingZeroBitCount / 8
      if isEscaped(at: index) { return index }
      index += 1
    }
    while index < count, !isEscaped(at: index) { index += 1 }
    return index
  }

  private func isEscaped(at index: Int) -> Bool {
    self[index].mustBeEscapedInJSON || lineSeparatorLength(at: index) > 0
  }

  /// Looks at the 8 bytes from `index` on in one word. The lowest bit that is set in the result belongs to the first of
  /// them that is escaped or may begin a line separator; 0 when none is.
  private func candidates(at index: Int) -> UInt64 {
    let word = UInt64(littleEndian: UnsafeRawPointer(baseAddress! + index).loadUnaligned(as: UInt64.self))
    let ones: UInt64 = 0x0101_0101_0101_0101
    /// Sets the top bit of each byte below `limit`; a borrow may also set that of bytes above such a one.
    func bytes(of word: UInt64, below limit: UInt64) -> UInt64 { (word &- ones &* limit) & ~word }
    let control = bytes(of: word, below: 0x20)
    let quote = bytes(of: word ^ ones &* 0x22, below: 1)
    let backslash = bytes(of: word ^ ones &* 0x5C, below: 1)
    let separator = bytes(of: (word | ones &* 0x20) ^ ones &* 0xE2, below: 1)  // 0xC2 or 0xE2
    return (control | quote | backslash | separator) & (ones &* 0x80)
  }

  /// The bytes of the U+0085, U+2028 or U+2029 that begins at `index`: 2 or 3; 0 for anything else.
  fileprivate func lineSeparatorLength(at index: Int) -> Int {
    switch self[index] {
    case 0xC2 where index + 1 < count && self[index + 1] == 0x85: 2
    case 0xE2 where index + 2 < count && self[index + 1] == 0x80 && self[index + 2] | 1 == 0xA9: 3
    default: 0
    }
  }
}

extension UInt8 {
  /// True for a quote, a backslash and the control characters below 0x20, which RFC 8259 wants escaped.
  var mustBeEscapedInJSON: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self < 0x20 }
}

extension JSONValue {
  /// The value as JSON text in UTF-8, on one line, without white space.
  public var serialized: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// The same as a `String`.
  public var text: String { String(decoding: serialized, as: UTF8.self) }
}
