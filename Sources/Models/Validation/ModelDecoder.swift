// ModelDecoder: JSON to a Decodable model, finding every violation on the way instead of stopping at the first.
//
// A model's synthesised init(from:) asks a decoder for its fields one by one, and would stop at the first error that is
// thrown. So nothing is thrown for a field that cannot be read: the violation is noted, the field gets its type's
// placeholder, and the next field is read. A model with placeholders in it is never returned: `decode` then throws.

import JSON

/// Reads models from JSON trees.
public enum ModelDecoder {
  /// The model in `json`.
  ///
  /// Null counts as absent for optional fields; members that the model does not ask for are ignored.
  ///
  /// - Parameter names: the rule for the names in it.
  /// - Throws: `InvalidModel` with every violation.
  public static func decode<Model: Decodable>(
    _ type: Model.Type, from json: JSONValue, names: NameRule = .stored
  ) throws(InvalidModel) -> Model {
    let log = ViolationLog(names: names)
    do {
      let model = try log.read(type, json, at: "")
      guard log.entries.isEmpty else { throw InvalidModel(violations: log.entries) }
      return model
    } catch let error as InvalidModel {
      throw error
    } catch {
      // Only an init(from:) written by hand throws of its own.
      log.add("", String(describing: error), allowed: "a \(type)", got: json)
      throw InvalidModel(violations: log.entries)
    }
  }
}

/// The refusal of a JSON value that should be a model.
public struct InvalidModel: Error, Sendable, Equatable {
  /// Every fault that was found, in the order in which the model asks for its fields; at least one.
  public let violations: [Violation]
}

/// The violations that one decode call has found so far. Never shared between threads.
private final class ViolationLog {
  private(set) var entries: [Violation] = []
  private let names: NameRule

  init(names: NameRule) { self.names = names }

  func add(_ path: String, _ problem: String, allowed: String, got: JSONValue?) {
    entries.append(Violation(path: path, problem: problem, allowed: allowed, got: got?.abbreviated ?? "nothing"))
  }

  func read<T: Decodable>(_ type: T.Type, _ json: JSONValue, at path: String) throws -> T {
    if let constrained = type as? any ConstrainedValue.Type {
      return readConstrained(constrained, json, at: path) as! T
    }
    return try T(from: Reader(json: json, path: path, log: self))
  }

  private func readConstrained<C: ConstrainedValue>(_ type: C.Type, _ json: JSONValue, at path: String) -> C {
    var report = ViolationReport(path: path, names: names)
    let value = C.read(json, reporting: &report)
    entries += report.violations
    return value ?? C.placeholder
  }

  /// Notes that a required value is missing.
  ///
  /// - Returns: a stand-in, so that the next field is read.
  func missing<T: Decodable>(_ type: T.Type, at path: String) throws -> T {
    if let constrained = type as? any ConstrainedValue.Type {
      add(path, "missing", allowed: constrained.allowed, got: nil)
      return constrained.placeholder as! T
    }
    // The type's refusal of a null tells what it takes instead. A type that takes null misses nothing.
    let probe = ViolationLog(names: names)
    let standIn = try T(from: Reader(json: .null, path: path, log: probe))
    if let refusal = probe.entries.first { add(path, "missing", allowed: refusal.allowed, got: nil) }
    return standIn
  }

  /// Notes a value that is no object, or no list, where the model wants one. Noted once: a model whose groups of fields
  /// stand flat among the others asks for its object once a group.
  ///
  /// - Returns: a log that nobody reads, for the parts of the value that is not there: one violation is enough.
  func wrongShape(_ path: String, allowed: String, got: JSONValue) -> ViolationLog {
    let violation = Violation(path: path, problem: "wrong type", allowed: allowed, got: got.abbreviated)
    if !entries.contains(violation) { entries.append(violation) }
    return ViolationLog(names: names)
  }
}

private struct Reader: Decoder {
  let json: JSONValue
  let path: String
  let log: ViolationLog
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    let log = json.objectValue == nil ? log.wrongShape(path, allowed: "an object", got: json) : log
    return KeyedDecodingContainer(
      ObjectReader<Key>(object: json.objectValue ?? JSONObject(), path: path, log: log))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    let log = json.arrayValue == nil ? log.wrongShape(path, allowed: "a list", got: json) : log
    return ArrayReader(elements: json.arrayValue ?? [], path: path, log: log)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { ValueReader(reader: self) }
}

private struct ObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let path: String
  let log: ViolationLog
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { object.keys.compactMap(Key.init(stringValue:)) }

  private func path(of key: Key) -> String { path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)" }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

  func decodeNil(forKey key: Key) -> Bool { object[key.stringValue] ?? .null == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let json = object[key.stringValue] else { return try log.missing(type, at: path(of: key)) }
    return try log.read(type, json, at: path(of: key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedDecodingContainer<Nested> {
    reader(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { reader(key).unkeyedContainer() }
  func superDecoder() -> any Decoder { Reader(json: .object(object), path: path, log: log) }
  func superDecoder(forKey key: Key) -> any Decoder { reader(key) }

  private func reader(_ key: Key) -> Reader {
    Reader(json: object[key.stringValue] ?? .null, path: path(of: key), log: log)
  }
}

private struct ArrayReader: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let path: String
  let log: ViolationLog
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  private mutating func next() -> Reader {
    defer { currentIndex += 1 }
    return Reader(json: elements[currentIndex], path: "\(path)[\(currentIndex)]", log: log)
  }

  mutating func decodeNil() -> Bool {
    guard elements[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let reader = next()
    return try log.read(type, reader.json, at: reader.path)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
    next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { next().unkeyedContainer() }
  mutating func superDecoder() -> any Decoder { next() }
}

/// Plain values without a rule of their own, as the results of calls hold them.
private struct ValueReader: SingleValueDecodingContainer {
  let reader: Reader
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { reader.json == .null }

  private func read<T>(_ value: T?, _ allowed: String, else placeholder: T) -> T {
    if let value { return value }
    reader.log.add(reader.path, "wrong type", allowed: allowed, got: reader.json)
    return placeholder
  }

  private func integer<T: FixedWidthInteger>(_ type: T.Type) -> T {
    read(reader.json.intValue.flatMap(T.init(exactly:)), "a whole number", else: 0)
  }

  func decode(_ type: Bool.Type) -> Bool {
    if case .bool(let value) = reader.json { return value }
    return read(nil, "true or false", else: false)
  }
  func decode(_ type: String.Type) -> String { read(reader.json.stringValue, "a string", else: "") }
  func decode(_ type: Double.Type) -> Double {
    if case .number(let number) = reader.json { return number.doubleValue }
    return read(nil, "a number", else: 0)
  }
  func decode(_ type: Float.Type) -> Float { Float(decode(Double.self)) }
  func decode(_ type: Int.Type) -> Int { integer(type) }
  func decode(_ type: Int8.Type) -> Int8 { integer(type) }
  func decode(_ type: Int16.Type) -> Int16 { integer(type) }
  func decode(_ type: Int32.Type) -> Int32 { integer(type) }
  func decode(_ type: Int64.Type) -> Int64 { integer(type) }
  func decode(_ type: UInt.Type) -> UInt { integer(type) }
  func decode(_ type: UInt8.Type) -> UInt8 { integer(type) }
  func decode(_ type: UInt16.Type) -> UInt16 { integer(type) }
  func decode(_ type: UInt32.Type) -> UInt32 { integer(type) }
  func decode(_ type: UInt64.Type) -> UInt64 { integer(type) }
  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try reader.log.read(type, reader.json, at: reader.path)
  }
}
