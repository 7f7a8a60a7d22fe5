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
    // Mostly a bracket, a comma or a colon.
    if text.utf8CodeUnitCount == 1 { return bytes.append(text.utf8Start.pointee) }
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes that are JSON already, unchecked.
  public mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

  /// Appends a whole number of any width.
  public mutating func integer(_ value: some FixedWidthInteger) { number(JSONNumber(value)) }

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

  /// Gathers the escaped text in a buffer on the stack: appending each piece between two escapes to the array takes
  /// longer than all the rest where JSON is written into a string.
  private mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.portion) { portion in
      var escaping = EscapedText(text)
      while !escaping.isAtEnd {
        let count = escaping.fill(portion)
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: portion[..<count]))
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Bytes that the stack has room for, whatever the platform.
  private static let portion = 1024

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
