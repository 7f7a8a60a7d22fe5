// ModelDecoder: JSON to a Decodable model, finding every violation on the way instead of stopping at the first.
//
// A model's synthesised init(from:) asks for its fields one by one. Where a field cannot be read the decoder notes why
// and hands out the type's placeholder, so that the next field is looked at too; the placeholders go with the failure.

import JSON

/// Reads models from JSON.
public enum ModelDecoder {
  /// The model in `json`.
  ///
  /// - Throws: `InvalidModel` with every violation; null counts as absent for optional fields.
  public static func decode<Model: Decodable>(_ type: Model.Type, from json: JSONValue) throws(InvalidModel) -> Model {
    let findings = Findings()
    do {
      let model = try findings.read(type, json, at: "")
      guard findings.violations.isEmpty else { throw InvalidModel(violations: findings.violations) }
      return model
    } catch let error as InvalidModel {
      throw error
    } catch {
      // Only an init(from:) written by hand throws of its own.
      findings.add("", String(describing: error), allowed: "a \(type)", got: json)
      throw InvalidModel(violations: findings.violations)
    }
  }
}

/// What is wrong with a JSON value that should be a model.
public struct InvalidModel: Error, Sendable, Equatable {
  /// At least one.
  public let violations: [Violation]
}

/// The violations so far. One decode call's alone: never shared between threads.
private final class Findings {
  var violations: [Violation] = []

  func add(_ path: String, _ problem: String, allowed: String, got: JSONValue?) {
    violations.append(Violation(path: path, problem: problem, allowed: allowed, got: got?.abbreviated ?? "nothing"))
  }

  func read<T: Decodable>(_ type: T.Type, _ json: JSONValue, at path: String) throws -> T {
    if let constrained = type as? any ConstrainedValue.Type {
      return readConstrained(constrained, json, at: path) as! T
    }
    return try T(from: Reader(json: json, path: path, findings: self))
  }

  private func readConstrained<C: ConstrainedValue>(_ type: C.Type, _ json: JSONValue, at path: String) -> C {
    var report = ViolationReport(path: path)
    let value = C.read(json, reporting: &report)
    violations += report.violations
    return value ?? C.placeholder
  }

  /// Stands in for a required value that is not there.
  func missing<T: Decodable>(_ type: T.Type, at path: String) throws -> T {
    if let constrained = type as? any ConstrainedValue.Type {
      add(path, "missing", allowed: constrained.allowed, got: nil)
      return constrained.placeholder as! T
    }
    // How a null is refused tells what the type wants; a type that takes null takes nothing, too.
    let probe = Findings()
    let standIn = try T(from: Reader(json: .null, path: path, findings: probe))
    if let refusal = probe.violations.first { add(path, "missing", allowed: refusal.allowed, got: nil) }
    return standIn
  }

  /// Notes a value of the wrong shape, once: a model with flat groups of fields asks for its container several times.
  ///
  /// - Returns: where its parts report to. That none of them is there needs no further word.
  func wrongShape(_ path: String, allowed: String, got: JSONValue) -> Findings {
    let violation = Violation(path: path, problem: "wrong type", allowed: allowed, got: got.abbreviated)
    if !violations.contains(violation) { violations.append(violation) }
    return Findings()
  }
}

private struct Reader: Decoder {
  let json: JSONValue
  let path: String
  let findings: Findings
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    let findings = json.objectValue == nil ? findings.wrongShape(path, allowed: "an object", got: json) : findings
    return KeyedDecodingContainer(
      ObjectReader<Key>(object: json.objectValue ?? JSONObject(), path: path, findings: findings))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    let findings = json.arrayValue == nil ? findings.wrongShape(path, allowed: "a list", got: json) : findings
    return ArrayReader(elements: json.arrayValue ?? [], path: path, findings: findings)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { ValueReader(reader: self) }
}

private struct ObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let path: String
  let findings: Findings
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { object.keys.compactMap(Key.init(stringValue:)) }

  private func path(of key: Key) -> String { path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)" }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

  func decodeNil(forKey key: Key) -> Bool { object[key.stringValue] ?? .null == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let json = object[key.stringValue] else { return try findings.missing(type, at: path(of: key)) }
    return try findings.read(type, json, at: path(of: key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedDecodingContainer<Nested> {
    reader(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { reader(key).unkeyedContainer() }
  func superDecoder() -> any Decoder { Reader(json: .object(object), path: path, findings: findings) }
  func superDecoder(forKey key: Key) -> any Decoder { reader(key) }

  private func reader(_ key: Key) -> Reader {
    Reader(json: object[key.stringValue] ?? .null, path: path(of: key), findings: findings)
  }
}

private struct ArrayReader: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let path: String
  let findings: Findings
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  private mutating func next() -> Reader {
    defer { currentIndex += 1 }
    return Reader(json: elements[currentIndex], path: "\(path)[\(currentIndex)]", findings: findings)
  }

  mutating func decodeNil() -> Bool {
    guard elements[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let reader = next()
    return try findings.read(type, reader.json, at: reader.path)
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
    reader.findings.add(reader.path, "wrong type", allowed: allowed, got: reader.json)
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
    try reader.findings.read(type, reader.json, at: reader.path)
  }
}
