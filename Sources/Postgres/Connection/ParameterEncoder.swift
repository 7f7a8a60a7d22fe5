// ParameterEncoder: values as libpq takes them: C strings in one buffer that is used again and again.

import Platform

/// Writes the values of one command.
struct ParameterEncoder {
  private var buffer: [UInt8] = []
  /// The offset in the buffer at which each value starts; -1 for null.
  private var offsets: [Int] = []

  /// The arguments of PQsendQueryPrepared.
  struct Arguments {
    let count: Int32
    let values: UnsafePointer<UnsafePointer<CChar>?>
    let lengths: UnsafePointer<Int32>
    let formats: UnsafePointer<Int32>
  }

  /// Calls `body` with the values; they are valid until it returns.
  mutating func withArguments<Value>(_ parameters: [PostgresValue], _ body: (Arguments) -> Value) -> Value {
    buffer.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    for parameter in parameters { append(parameter) }
    let count = parameters.count
    return buffer.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(count, 1)) { values in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count + 1) { numbers in
          for index in 0..<count {
            let offset = offsets[index]
            values.initializeElement(
              at: index,
              to: offset < 0 ? nil : bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self))
            numbers.initializeElement(at: index, to: parameters[index].binaryLength ?? 0)
            numbers.initializeElement(at: count + index, to: parameters[index].binaryLength == nil ? 0 : 1)
          }
          return body(
            Arguments(
              count: Int32(count), values: values.baseAddress!, lengths: numbers.baseAddress!,
              formats: numbers.baseAddress! + count))
        }
      }
    }
  }

  private mutating func append(_ parameter: PostgresValue) {
    offsets.append(parameter == .null ? -1 : buffer.count)
    switch parameter {
    case .null: return
    case .text(let text): buffer.append(contentsOf: text.utf8)
    case .int(let int): append(int)
    case .double(let double): buffer.append(contentsOf: Self.text(double).utf8)
    case .bool(let bool): buffer.append(bool ? 0x74 : 0x66)
    case .utf8(let bytes), .bytes(let bytes): buffer.append(contentsOf: bytes)
    case .texts(let texts): appendArray(texts) { $0.appendQuoted($1) }
    case .ints(let ints): appendArray(ints) { $0.append($1) }
    }
    buffer.append(0)
  }

  private mutating func append(_ int: Int) { buffer.append(contentsOf: String(int).utf8) }

  private mutating func appendArray<Element>(_ elements: [Element], _ append: (inout Self, Element) -> Void) {
    buffer.append(UInt8(ascii: "{"))
    for (index, element) in elements.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      append(&self, element)
    }
    buffer.append(UInt8(ascii: "}"))
  }

  private mutating func appendQuoted(_ text: String) {
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { buffer.append(UInt8(ascii: "\\")) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func text(_ double: Double) -> String {
    if double.isNaN { return "NaN" }
    if double.isInfinite { return double < 0 ? "-Infinity" : "Infinity" }
    return "\(double)"
  }
}

extension PostgresValue {
  /// The length of what travels in binary; nil for what travels as text.
  fileprivate var binaryLength: Int32? {
    if case .bytes(let bytes) = self { Int32(clamping: bytes.count) } else { nil }
  }

  /// True when a C string cannot hold it.
  var hasNUL: Bool {
    switch self {
    case .text(let text): text.hasNUL
    case .utf8(let bytes): bytes.withUnsafeBytes { $0.firstOffset(of: 0) != nil }
    case .texts(let texts): texts.contains(where: \.hasNUL)
    default: false
    }
  }
}
