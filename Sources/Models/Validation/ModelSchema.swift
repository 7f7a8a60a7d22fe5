// ModelSchema: the JSON Schema of a Decodable model, found by noting the fields that its init(from:) asks for.
//
// The initialiser that reads a model describes it, too, so that schema and decoding cannot drift apart.

import JSON

/// A model with notes on its fields, for what a caller should know and their types do not say.
public protocol Annotated {
  /// Short descriptions by field name; a name without a field is ignored.
  static var notes: [String: String] { get }
}

/// Describes models as JSON Schema objects without `$ref` and composition keywords; docs/contract.md, "Tools".
public enum ModelSchema {
  /// The two uses of a model, which treat its optional fields differently.
  public enum Use: Sendable {
    /// The model is read from a caller's arguments: its optional fields are not required.
    case arguments
    /// The model is written as a result: its optional fields may be null. The schema tells the names and types of its
    /// fields alone: hardly a client uses more, and with what is required, choices, bounds and the fields of objects in
    /// it a list of tools would be half as long again.
    case result
  }

  /// The schema of `model`: its properties in order; of arguments also which are required. It closes no object: Gemini's
  /// clients fail on `additionalProperties`, so that what a model does not have is for the reader to refuse. Traps for a
  /// model whose init(from:) throws of its own.
  public static func of<Model: Decodable>(_ model: Model.Type, for use: Use) -> JSONValue {
    .object(Recorder(use: use).describe(model))
  }

  /// The types of a model's fields by name, of those that have rules of their own. Traps as `of` does.
  public static func fieldTypes<Model: Decodable>(of model: Model.Type) -> [String: any ConstrainedValue.Type] {
    let recorder = Recorder(use: .arguments)
    _ = try! Model(from: RecordingDecoder(recorder: recorder))
    return recorder.types
  }
}

/// Notes the fields that one model's init(from:) asks for. Of one `of` call; never shared between threads.
private final class Recorder {
  private let use: ModelSchema.Use
  private var schema = JSONObject()
  private var properties = JSONObject()
  private var required: [JSONValue] = []
  private(set) var types: [String: any ConstrainedValue.Type] = [:]

  init(use: ModelSchema.Use) { self.use = use }

  func describe<T: Decodable>(_ type: T.Type) -> JSONObject { whole(type).schema }

  /// A stand-in of type `T`, with the schema of the type as a part of the model.
  func example<T: Decodable>(_ type: T.Type) -> (value: T, schema: JSONObject) {
    let (value, schema) = whole(type)
    return (value, use == .result ? schema.only(["type", "items"]) : schema)
  }

  /// A stand-in of type `T`, with the whole schema of the type.
  private func whole<T: Decodable>(_ type: T.Type) -> (value: T, schema: JSONObject) {
    if let constrained = type as? any ConstrainedValue.Type {
      return (constrained.placeholder as! T, constrained.schema)
    }
    let recorder = Recorder(use: use)
    // Reading from a recorder has nothing that could fail: a throw here is a mistake in a model's init(from:).
    let value = try! T(from: RecordingDecoder(recorder: recorder))
    return (value, recorder.finished(notes: (type as? any Annotated.Type)?.notes ?? [:]))
  }

  /// Notes a field of type `T`.
  ///
  /// - Returns: a stand-in for its value.
  func property<T: Decodable>(_ name: String, _ type: T.Type, optional: Bool) -> T {
    let (value, schema) = example(type)
    types[name] = type as? any ConstrainedValue.Type
    // A member that may be null has no type: hardly a client uses more than its name.
    properties[name] = .object(optional && use == .result ? [:] : schema)
    if !optional { required.append(.string(name)) }
    return value
  }

  func set(_ schema: JSONObject) { self.schema = schema }

  private func finished(notes: [String: String]) -> JSONObject {
    guard schema.isEmpty else { return schema }
    for (name, note) in notes {
      guard var property = properties[name]?.objectValue else { continue }
      property["description"] = .string(note)
      properties[name] = .object(property)
    }
    var object: JSONObject = ["type": "object", "properties": .object(properties)]
    if use == .arguments && !required.isEmpty { object["required"] = .array(required) }
    return object
  }
}

extension JSONObject {
  /// This schema with some of its keywords, that of a list's elements too.
  fileprivate func only(_ keywords: Set<String>) -> JSONObject {
    JSONObject(
      members.filter { keywords.contains($0.key) }.map { member in
        guard let inner = member.value.objectValue else { return member }
        return Member(key: member.key, value: .object(inner.only(keywords)))
      })
  }
}

private struct RecordingDecoder: Decoder {
  let recorder: Recorder
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RecordingObject<Key>(recorder: recorder))
  }
  func unkeyedContainer() -> any UnkeyedDecodingContainer { RecordingArray(recorder: recorder) }
  func singleValueContainer() -> any SingleValueDecodingContainer { RecordingValue(recorder: recorder) }
}

private struct RecordingObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let recorder: Recorder
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) -> T {
    recorder.property(key.stringValue, type, optional: false)
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) -> T? {
    recorder.property(key.stringValue, type, optional: true)
  }

  // The standard types have methods of their own in the protocol, whose defaults would call decode and count the field
  // as required.
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { optional(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { optional(type, key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) -> Double? { optional(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { optional(type, key) }

  private func optional<T: Decodable>(_ type: T.Type, _ key: Key) -> T? {
    recorder.property(key.stringValue, type, optional: true)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(RecordingObject<Nested>(recorder: recorder))
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { RecordingArray(recorder: recorder) }
  func superDecoder() -> any Decoder { RecordingDecoder(recorder: recorder) }
  func superDecoder(forKey key: Key) -> any Decoder { RecordingDecoder(recorder: recorder) }
}

/// An array of one element, whose schema is that of all.
private struct RecordingArray: UnkeyedDecodingContainer {
  let recorder: Recorder
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { 1 }
  var isAtEnd: Bool { currentIndex > 0 }

  init(recorder: Recorder) { self.recorder = recorder }

  mutating func decodeNil() -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) -> T {
    currentIndex += 1
    let (value, schema) = recorder.example(type)
    recorder.set(["type": "array", "items": .object(schema)])
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(RecordingObject<Nested>(recorder: recorder))
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { RecordingArray(recorder: recorder) }
  mutating func superDecoder() -> any Decoder { RecordingDecoder(recorder: recorder) }
}

private struct RecordingValue: SingleValueDecodingContainer {
  let recorder: Recorder
  var codingPath: [any CodingKey] { [] }

  private func note<T>(_ type: String, _ value: T) -> T {
    recorder.set(["type": .string(type)])
    return value
  }

  func decodeNil() -> Bool { false }
  func decode(_ type: Bool.Type) -> Bool { note("boolean", false) }
  func decode(_ type: String.Type) -> String { note("string", "") }
  func decode(_ type: Double.Type) -> Double { note("number", 0) }
  func decode(_ type: Float.Type) -> Float { note("number", 0) }
  func decode(_ type: Int.Type) -> Int { note("integer", 0) }
  func decode(_ type: Int8.Type) -> Int8 { note("integer", 0) }
  func decode(_ type: Int16.Type) -> Int16 { note("integer", 0) }
  func decode(_ type: Int32.Type) -> Int32 { note("integer", 0) }
  func decode(_ type: Int64.Type) -> Int64 { note("integer", 0) }
  func decode(_ type: UInt.Type) -> UInt { note("integer", 0) }
  func decode(_ type: UInt8.Type) -> UInt8 { note("integer", 0) }
  func decode(_ type: UInt16.Type) -> UInt16 { note("integer", 0) }
  func decode(_ type: UInt32.Type) -> UInt32 { note("integer", 0) }
  func decode(_ type: UInt64.Type) -> UInt64 { note("integer", 0) }
  func decode<T: Decodable>(_ type: T.Type) -> T {
    let (value, schema) = recorder.example(type)
    recorder.set(schema)
    return value
  }
}
