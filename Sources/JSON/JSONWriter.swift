// JSONWriter: JSON text written straight into bytes, without a tree in between.

/// Appends JSON to a buffer of bytes. The caller keeps the grammar (names, commas, brackets); this type knows how
/// values are spelt. The text has no line break, so that one message stays one line.
public struct JSONWriter: Sendable {
  /// What has been written.
  public var bytes: [UInt8]

  public init(capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Appends text that is JSON already.
  public mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes that are JSON already.
  public mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

  public mutating func integer(_ value: some FixedWidthInteger) {
    number(JSONNumber(value))
  }

  public mutating func number(_ value: JSONNumber) { bytes.append(contentsOf: value.text.utf8) }

  public mutating func bool(_ value: Bool) {
    if value { raw("true") } else { raw("false") }
  }

  /// Appends a quoted, escaped string.
  public mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { string(utf8: $0) }
  }

  /// Appends valid UTF-8 as a quoted, escaped string.
  public mutating func string(utf8 text: [UInt8]) {
    text.withUnsafeBufferPointer { string(utf8: $0) }
  }

  private mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var plain = 0
    var index = text.firstEscape(from: 0)
    while index < text.count {
      bytes.append(contentsOf: text.extracting(plain..<index))
      plain = index + (escape(text[index]) ? 1 : 0)
      index = text.firstEscape(from: index + 1)
    }
    bytes.append(contentsOf: text.extracting(plain...))
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends what stands for `byte`; false when that was what stands before it, and the byte itself is to follow.
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
      let digits: StaticString = "0123456789abcdef"
      raw(#"\u00"#)
      bytes.append(digits.utf8Start[Int(byte >> 4)])
      bytes.append(digits.utf8Start[Int(byte & 15)])
    }
    return true
  }

  /// Appends a whole value.
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
  /// The index of the first byte from `start` on that may not stand in a JSON string as it is; `count` without one.
  fileprivate func firstEscape(from start: Int) -> Int {
    var index = start
    while index < count, !self[index].mustBeEscapedInJSON { index += 1 }
    return index
  }
}

extension UInt8 {
  /// True for what may not stand in a JSON string as it is: a quote, a backslash, a control character.
  var mustBeEscapedInJSON: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self < 0x20 }
}

extension JSONValue {
  /// The value as JSON text in UTF-8, without white space.
  public var serialized: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// The value as JSON text.
  public var text: String { String(decoding: serialized, as: UTF8.self) }
}
