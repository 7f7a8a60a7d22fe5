// JSONModelEncoder: Encodable models straight to JSON bytes.
//
// Foundation's JSONEncoder builds a tree first (29 MB/s on rows of small objects) and leaves out what is nil; this one
// writes as it walks and spells nil as null, because an unset field of ours is null and not absent.

/// Encodes a model as one line of JSON, its members in the order of its coding keys.
public enum JSONModelEncoder {
  /// The bytes of `model` as JSON.
  ///
  /// - Throws: what an `encode(to:)` of the model throws; `EncodingError` for a number that JSON cannot write.
  public static func encode(_ model: some Encodable) throws -> [UInt8] {
    let output = Output()
    try model.encode(to: ModelEncoder(output: output, codingPath: []))
    output.finish(to: 0)
    return output.writer.bytes
  }

  /// `model` as a tree.
  public static func tree(_ model: some Encodable) throws -> JSONValue { try JSONParser.parse(encode(model)) }
}

/// The text so far and the containers still open. One encode call's alone: never shared between threads.
private final class Output {
  var writer = JSONWriter()
  private var open: [(close: StaticString, isEmpty: Bool)] = []

  var depth: Int { open.count }

  func begin(_ opening: StaticString, closing: StaticString) -> Int {
    writer.raw(opening)
    open.append((closing, true))
    return open.count
  }

  /// Ends containers until `depth` are open: a container has no end of its own in Encodable.
  func finish(to depth: Int) {
    while open.count > depth { writer.raw(open.removeLast().close) }
  }

  /// Gets ready for the next element of the container at `depth`.
  func next(in depth: Int) {
    finish(to: depth)
    if !open[depth - 1].isEmpty { writer.raw(",") }
    open[depth - 1].isEmpty = false
  }

  func key(_ name: String, in depth: Int) {
    next(in: depth)
    writer.string(name)
    writer.raw(":")
  }

  /// Writes one value at the cursor; standard types without a detour through their own encode(to:).
  func value<T: Encodable>(_ value: T, _ path: [any CodingKey]) throws {
    switch value {
    case let value as String: writer.string(value)
    case let value as Int: writer.integer(value)
    case let value as Bool: writer.bool(value)
    case let value as Double: try double(value, path)
    default:
      let depth = depth
      let start = writer.bytes.count
      try value.encode(to: ModelEncoder(output: self, codingPath: path))
      if writer.bytes.count == start { writer.raw("{}") }
      finish(to: depth)
    }
  }

  func double(_ value: Double, _ path: [any CodingKey]) throws {
    guard let number = JSONNumber(value) else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: path, debugDescription: "JSON has no infinity and no NaN"))
    }
    writer.number(number)
  }
}

private struct ModelEncoder: Encoder {
  let output: Output
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members<Key>(output: output, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(output: output, codingPath: codingPath) }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output, codingPath: codingPath) }
}

/// An object.
private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let output: Output
  let codingPath: [any CodingKey]
  private let depth: Int

  init(output: Output, codingPath: [any CodingKey]) {
    self.output = output
    self.codingPath = codingPath
    depth = output.begin("{", closing: "}")
  }

  mutating func encodeNil(forKey key: Key) {
    output.key(key.stringValue, in: depth)
    output.writer.raw("null")
  }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    output.key(key.stringValue, in: depth)
    try output.value(value, codingPath + [key])
  }

  mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    output.key(key.stringValue, in: depth)
    return KeyedEncodingContainer(Members<Nested>(output: output, codingPath: codingPath + [key]))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    output.key(key.stringValue, in: depth)
    return Elements(output: output, codingPath: codingPath + [key])
  }

  mutating func superEncoder() -> any Encoder { ModelEncoder(output: output, codingPath: codingPath) }
  mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

/// An array.
private struct Elements: UnkeyedEncodingContainer {
  let output: Output
  let codingPath: [any CodingKey]
  private(set) var count = 0
  private let depth: Int

  init(output: Output, codingPath: [any CodingKey]) {
    self.output = output
    self.codingPath = codingPath
    depth = output.begin("[", closing: "]")
  }

  private mutating func next() {
    output.next(in: depth)
    count += 1
  }

  mutating func encodeNil() {
    next()
    output.writer.raw("null")
  }

  mutating func encode<T: Encodable>(_ value: T) throws {
    next()
    try output.value(value, codingPath)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    next()
    return KeyedEncodingContainer(Members<Nested>(output: output, codingPath: codingPath))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    next()
    return Elements(output: output, codingPath: codingPath)
  }

  mutating func superEncoder() -> any Encoder {
    next()
    return ModelEncoder(output: output, codingPath: codingPath)
  }
}

/// A value that is no container.
private struct Single: SingleValueEncodingContainer {
  let output: Output
  let codingPath: [any CodingKey]

  mutating func encodeNil() { output.writer.raw("null") }
  mutating func encode(_ value: Bool) { output.writer.bool(value) }
  mutating func encode(_ value: String) { output.writer.string(value) }
  mutating func encode(_ value: Double) throws { try output.double(value, codingPath) }
  mutating func encode(_ value: Float) throws { try output.double(Double(value), codingPath) }
  mutating func encode(_ value: Int) { output.writer.integer(value) }
  mutating func encode(_ value: Int8) { output.writer.integer(value) }
  mutating func encode(_ value: Int16) { output.writer.integer(value) }
  mutating func encode(_ value: Int32) { output.writer.integer(value) }
  mutating func encode(_ value: Int64) { output.writer.integer(value) }
  mutating func encode(_ value: UInt) { output.writer.integer(value) }
  mutating func encode(_ value: UInt8) { output.writer.integer(value) }
  mutating func encode(_ value: UInt16) { output.writer.integer(value) }
  mutating func encode(_ value: UInt32) { output.writer.integer(value) }
  mutating func encode(_ value: UInt64) { output.writer.integer(value) }
  mutating func encode<T: Encodable>(_ value: T) throws { try output.value(value, codingPath) }
}
