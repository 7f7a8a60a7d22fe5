// ArrayText: the text form of one-dimensional arrays, such as {1,2} and {"a b",c}.

/// Source: PostgreSQL, "Array Input and Output Syntax".
struct ArrayText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The elements; nil for anything but a one-dimensional array that begins at 1 and has no nulls.
  mutating func elements() -> [String]? {
    guard take(UInt8(ascii: "{")) else { return nil }
    var elements: [String] = []
    if take(UInt8(ascii: "}")) { return isAtEnd ? elements : nil }
    repeat {
      guard let element = element() else { return nil }
      elements.append(element)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}")) && isAtEnd ? elements : nil
  }

  private var isAtEnd: Bool { position == bytes.count }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func element() -> String? { take(UInt8(ascii: "\"")) ? quoted() : plain() }

  private mutating func quoted() -> String? {
    var text: [UInt8] = []
    while position < bytes.count {
      if take(UInt8(ascii: "\"")) { return String(decoding: text, as: UTF8.self) }
      _ = take(UInt8(ascii: "\\"))
      guard position < bytes.count else { return nil }
      text.append(bytes[position])
      position += 1
    }
    return nil
  }

  private mutating func plain() -> String? {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: "}") {
      if bytes[position] == UInt8(ascii: "{") { return nil }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    return text.isEmpty || text == "NULL" ? nil : text
  }
}
