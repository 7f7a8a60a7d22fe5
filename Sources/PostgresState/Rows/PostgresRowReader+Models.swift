// The readers of columns that hold values of models.

import JSON
import Models
import Postgres

extension PostgresRowReader {
  /// A checked string; the database holds nothing else.
  mutating func next<Value: StringValue>() throws(PostgresError) -> Value { Value(trusted: try next()) }
  mutating func next<Value: StringValue>() throws(PostgresError) -> Value? {
    let text: String? = try next()
    return text.map { Value(trusted: $0) }
  }

  mutating func next<Value: BoundedInteger>() throws(PostgresError) -> Value { Value(trusted: try next()) }
  mutating func next<Value: BoundedInteger>() throws(PostgresError) -> [Value] {
    let ints: [Int] = try next()
    return ints.map { Value(trusted: $0) }
  }

  mutating func next() throws(PostgresError) -> TextList {
    let texts: [String] = try next()
    return TextList(texts.map { Text(trusted: $0) })
  }

  mutating func next<Value: Choice>() throws(PostgresError) -> Value {
    let text: String = try next()
    guard let value = Value(rawValue: text) else { throw PostgresError.unreadable(text, as: "\(Value.self)") }
    return value
  }

  mutating func next<Value: Choice>() throws(PostgresError) -> Value? {
    guard try isNull else { return try next() as Value }
    skip()
    return nil
  }

  /// A `timestamp` as ISO text: `2026-07-28 09:30:00.0001`, the fraction as short as it can be.
  mutating func next() throws(PostgresError) -> Timestamp {
    let moment = try scan { text in
      Self.timestamp(text).map { .success($0) }
        ?? Result<Timestamp, PostgresError>.failure(.unreadable(String(decoding: text, as: UTF8.self), as: "timestamp"))
    }
    return try moment.get()
  }

  private static func timestamp(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    guard (19...26).contains(text.count) else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Timestamp.length) { iso in
      ("0000-00-00T00:00:00.000000Z" as StaticString).withUTF8Buffer { _ = iso.initialize(fromContentsOf: $0) }
      // The day and the time stand where they belong; nothing is longer than a fraction of six digits.
      for (index, byte) in text.enumerated() where index != 10 { iso[index] = byte }
      return Timestamp.parse(UnsafeBufferPointer(iso))
    }
  }

  mutating func next() throws(PostgresError) -> Timestamp? {
    guard try isNull else { return try next() as Timestamp }
    skip()
    return nil
  }

  /// A group of texts, a column each. They are taken as they are: psql may have written some that no tool would have.
  mutating func fields<Fields: FieldGroup>() throws -> Fields {
    var fields = Fields.filled(with: Text(trusted: ""))
    for field in Fields.all { fields[keyPath: field.path] = try next() }
    return fields
  }

  /// The JSON in the next column; null for a null.
  mutating func json() throws -> JSONValue {
    try withUTF8 { bytes in try JSONParser.parse(bytes) } ?? .null
  }

  /// A model in a JSON column.
  mutating func model<Model: Decodable>(_ type: Model.Type = Model.self) throws -> Model {
    try model(type, in: try json())
  }

  /// A model in a JSON column; nil for a null.
  mutating func optionalModel<Model: Decodable>(_ type: Model.Type = Model.self) throws -> Model? {
    let json = try json()
    return json == .null ? nil : try model(type, in: json)
  }

  /// The result of an idempotent call, which an earlier version may have stored.
  mutating func keptResult<Result: Decodable>() throws -> Result {
    try model(Result.self, in: try json().keptResultInThisForm)
  }

  private func model<Model: Decodable>(_ type: Model.Type, in json: JSONValue) throws -> Model {
    do {
      return try ModelDecoder.decode(type, from: json)
    } catch {
      throw PostgresError.unreadable(
        "JSON (\(error.violations[0].path): \(error.violations[0].problem))", as: "\(type)")
    }
  }
}

extension PostgresError {
  /// The error of a value that this version does not know: another version, or somebody by hand, wrote it.
  static func unreadable(_ what: String, as type: String) -> PostgresError {
    PostgresError(.unexpectedValue, "a row holds \(what), which is no \(type)")
  }
}
