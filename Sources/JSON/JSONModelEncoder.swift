// JSONModelEncoder: Encodable models straight to JSON bytes.
//
// Foundation's JSONEncoder builds a tree first (29 MB/s on rows of small objects) and leaves out what is nil; this one
// writes as it walks and spells nil as null, because an unset field of ours is null and not absent.

/// Encodes a model as one line of JSON, its members in the order of its coding keys. Optionals go through
/// `encodeIfPresent`, as synthesised models have it, or `encode`: both write null. A dictionary with String keys is
/// sorted by their bytes, so that equal models are equal text.
///
/// Writing as it walks asks one thing of a hand-written `encode(to:)`: a nested container must be filled before the
/// next value of the outer one begins. Anything else stops the program, for the text would be wrong.
public enum JSONModelEncoder {
  /// The bytes of `model` as JSON.
  ///
  /// - Throws: the error of an `encode(to:)` of the model; `EncodingError` for a number that JSON cannot write.
  public static func encode(_ model: some Encodable) throws -> [UInt8] {
    let output = Output()
    try output.value(model, pathDepth: 0)
    return output.text.writer.bytes
  }

  /// `model` as a tree.
  ///
  /// - Throws: as `encode`; `JSONParseError` for a model nested deeper than `JSONParser.defaultMaximumDepth`.
  public static func tree(_ model: some Encodable) throws -> JSONValue { try JSONParser.parse(encode(model)) }
}

/// The text so far and the containers still open.
private struct Text {
  struct Container: Equatable {
    let isObject: Bool
    /// The number of open containers, this one included.
    let depth: Int
    /// The offset at which its text begins: tells it from an earlier one at the same depth.
    let start: Int
  }

  var writer = JSONWriter()
  private(set) var open: [Container] = []
  /// The offset of the latest value; the end of the text while nothing has been written for it.
  private var valueStart = 0

  /// Opens a container as the next value.
  mutating func begin(object isObject: Bool) -> Container {
    let container = Container(isObject: isObject, depth: open.count + 1, start: writer.bytes.count)
    open.append(container)
    if isObject { writer.raw("{") } else { writer.raw("[") }
    return container
  }

  /// Ends containers until `depth` are open: a container has no end of its own in Encodable.
  mutating func finish(to depth: Int) {
    if writer.bytes.count == valueStart { writer.raw("{}") }  // an encode(to:) that wrote nothing
    while open.count > depth {
      if open.removeLast().isObject { writer.raw("}") } else { writer.raw("]") }
    }
  }

  /// Gets ready for the next element of `container`.
  mutating func next(in container: Container) {
    finish(to: container.depth)
    precondition(open.last == container, "a container was written to after a later one had begun")
    if writer.bytes.count > container.start + 1 { writer.raw(",") }
    valueStart = writer.bytes.count
  }

  mutating func key(_ name: String, in container: Container) {
    next(in: container)
    writer.string(name)
    writer.raw(":")
    valueStart = writer.bytes.count
  }
}

/// The text and the path of one encode call, to which all its containers write. Never shared between threads.
private final class Output {
  /// Its exclusive use is not checked at run time, which would take a fifth of encoding: what changes it is a method of
  /// `Text` or `JSONWriter`, and none of them calls a model.
  @exclusivity(unchecked) var text = Text()
  /// The keys on the way to the latest value. Values are written in order, so one path serves all containers: each
  /// knows how much of it is its own, and cuts off the rest before it adds a key.
  @exclusivity(unchecked) private var path: [any CodingKey] = []

  func setPath(_ depth: Int, _ key: some CodingKey) {
    // The commonest case, the next member of the same object.
    if path.count == depth + 1 { return path[depth] = key }
    path.removeSubrange(depth...)
    path.append(key)
  }

  func path(_ depth: Int) -> [any CodingKey] { Array(path.prefix(depth)) }

  /// Writes one value at the end of the text; standard types without a detour through their own encode(to:).
  func value<T: Encodable>(_ value: T, pathDepth: Int) throws {
    // Types are compared before anything is cast: casts that fail would take longer than all the rest.
    if T.self == String.self, let value = value as? String { return text.writer.string(value) }
    if T.self == Int.self, let value = value as? Int { return text.writer.integer(value) }
    if T.self == Bool.self, let value = value as? Bool { return text.writer.bool(value) }
    if T.self == Double.self, let value = value as? Double { return try double(value, pathDepth: pathDepth) }
    // No dictionary is trivial to copy, and most of our other types of its size are.
    if MemoryLayout<T>.size == MemoryLayout<[String: Int]>.size, !_isPOD(T.self), let value = value as? any NamedValues
    {
      return try value.encodeSorted(to: self, pathDepth: pathDepth)
    }
    let depth = text.open.count
    try value.encode(to: ModelEncoder(output: self, depth: depth, pathDepth: pathDepth))
    text.finish(to: depth)
  }

  func double(_ value: Double, pathDepth: Int) throws {
    guard let number = JSONNumber(value) else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: path(pathDepth), debugDescription: "JSON has no infinity and no NaN"))
    }
    text.writer.number(number)
  }
}

/// A dictionary whose own encode(to:) would write its members in an order that changes from run to run.
private protocol NamedValues {
  func encodeSorted(to output: Output, pathDepth: Int) throws
}

extension Dictionary: NamedValues where Key == String, Value: Encodable {
  fileprivate func encodeSorted(to output: Output, pathDepth: Int) throws {
    let object = output.text.begin(object: true)
    for (name, value) in sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      output.text.key(name, in: object)
      output.setPath(pathDepth, PathKey(stringValue: name))
      try output.value(value, pathDepth: pathDepth + 1)
    }
    output.text.finish(to: object.depth - 1)
  }
}

/// A key that no model declares: a dictionary's, an element's, or `super`.
private enum PathKey: CodingKey {
  case name(String)
  case element(Int)

  init(stringValue: String) { self = .name(stringValue) }
  init(intValue: Int) { self = .element(intValue) }

  var intValue: Int? { if case .element(let index) = self { index } else { nil } }
  var stringValue: String {
    switch self {
    case .name(let name): name
    case .element(let index): String(index)
    }
  }
}

private struct ModelEncoder: Encoder {
  let output: Output
  /// The number of containers open around the value.
  let depth: Int
  /// The number of keys that lead to the value.
  let pathDepth: Int
  var codingPath: [any CodingKey] { output.path(pathDepth) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members<Key>(output: output, container: container(object: true), pathDepth: pathDepth))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    Elements(output: output, container: container(object: false), pathDepth: pathDepth)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output, pathDepth: pathDepth) }

  /// A value may ask twice, to write a part of itself flat among its own members: both write to one container.
  private func container(object isObject: Bool) -> Text.Container {
    guard output.text.open.count > depth else { return output.text.begin(object: isObject) }
    precondition(output.text.open[depth].isObject == isObject, "one value cannot be both an object and an array")
    return output.text.open[depth]
  }
}

/// An object.
private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let output: Output
  let container: Text.Container
  let pathDepth: Int
  var codingPath: [any CodingKey] { output.path(pathDepth) }

  mutating func encodeNil(forKey key: Key) {
    output.text.key(key.stringValue, in: container)
    output.text.writer.raw("null")
  }

  mutating func encode(_ value: String, forKey key: Key) {
    begin(key)
    output.text.writer.string(value)
  }

  mutating func encode(_ value: Int, forKey key: Key) {
    begin(key)
    output.text.writer.integer(value)
  }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    begin(key)
    try output.value(value, pathDepth: pathDepth + 1)
  }

  private func present<T: Encodable>(_ value: T?, forKey key: Key) throws {
    begin(key)
    if let value { try output.value(value, pathDepth: pathDepth + 1) } else { output.text.writer.raw("null") }
  }

  private func begin(_ key: some CodingKey) {
    output.text.key(key.stringValue, in: container)
    output.setPath(pathDepth, key)
  }

  // One for each type that the protocol names, because its own default leaves out what is nil.
  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: Int128?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent(_ value: UInt128?, forKey key: Key) throws { try present(value, forKey: key) }
  mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try present(value, forKey: key) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(forKey: key).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(forKey: key).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { encoder(forKey: PathKey(stringValue: "super")) }
  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(forKey: key) }

  private func encoder(forKey key: some CodingKey) -> ModelEncoder {
    begin(key)
    return ModelEncoder(output: output, depth: container.depth, pathDepth: pathDepth + 1)
  }
}

/// An array.
private struct Elements: UnkeyedEncodingContainer {
  let output: Output
  let container: Text.Container
  let pathDepth: Int
  private(set) var count = 0
  var codingPath: [any CodingKey] { output.path(pathDepth) }

  init(output: Output, container: Text.Container, pathDepth: Int) {
    self.output = output
    self.container = container
    self.pathDepth = pathDepth
  }

  mutating func encodeNil() {
    begin()
    output.text.writer.raw("null")
  }

  mutating func encode<T: Encodable>(_ value: T) throws {
    begin()
    try output.value(value, pathDepth: pathDepth + 1)
  }

  private mutating func begin() {
    output.text.next(in: container)
    output.setPath(pathDepth, PathKey(intValue: count))
    count += 1
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }

  mutating func superEncoder() -> any Encoder { encoder() }

  private mutating func encoder() -> ModelEncoder {
    begin()
    return ModelEncoder(output: output, depth: container.depth, pathDepth: pathDepth + 1)
  }
}

/// A value that is no container.
private struct Single: SingleValueEncodingContainer {
  let output: Output
  let pathDepth: Int
  var codingPath: [any CodingKey] { output.path(pathDepth) }

  mutating func encodeNil() { output.text.writer.raw("null") }
  mutating func encode(_ value: Bool) { output.text.writer.bool(value) }
  mutating func encode(_ value: String) { output.text.writer.string(value) }
  mutating func encode(_ value: Double) throws { try output.double(value, pathDepth: pathDepth) }
  mutating func encode(_ value: Float) throws { try output.double(Double(value), pathDepth: pathDepth) }
  mutating func encode(_ value: Int) { output.text.writer.integer(value) }
  mutating func encode(_ value: Int8) { output.text.writer.integer(value) }
  mutating func encode(_ value: Int16) { output.text.writer.integer(value) }
  mutating func encode(_ value: Int32) { output.text.writer.integer(value) }
  mutating func encode(_ value: Int64) { output.text.writer.integer(value) }
  mutating func encode(_ value: Int128) { output.text.writer.integer(value) }
  mutating func encode(_ value: UInt) { output.text.writer.integer(value) }
  mutating func encode(_ value: UInt8) { output.text.writer.integer(value) }
  mutating func encode(_ value: UInt16) { output.text.writer.integer(value) }
  mutating func encode(_ value: UInt32) { output.text.writer.integer(value) }
  mutating func encode(_ value: UInt64) { output.text.writer.integer(value) }
  mutating func encode(_ value: UInt128) { output.text.writer.integer(value) }
  mutating func encode<T: Encodable>(_ value: T) throws { try output.value(value, pathDepth: pathDepth) }
}
