// ColumnValue: the types that are one column each, with reading and binding.

import JSON
import Models
import SQLite
import State

/// A value that is one column.
protocol ColumnValue: Sendable, SendableMetatype {
  /// The next column of the row.
  static func read(_ row: inout SQLiteRow) throws -> Self
  /// The value as it is stored.
  var stored: SQLiteValue { get }
}

extension Int: ColumnValue {
  static func read(_ row: inout SQLiteRow) throws -> Int { try row.int() }
  var stored: SQLiteValue { .int(self) }
}

extension String: ColumnValue {
  static func read(_ row: inout SQLiteRow) throws -> String { try row.text() }
  var stored: SQLiteValue { .text(self) }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  static func read(_ row: inout SQLiteRow) throws -> Wrapped? {
    if row.isNextNull {
      row.skip()
      return nil
    }
    return try Wrapped.read(&row)
  }
  var stored: SQLiteValue { self?.stored ?? .null }
}

/// Microseconds since 1970.
extension Timestamp: ColumnValue {
  static func read(_ row: inout SQLiteRow) throws -> Timestamp { Timestamp(microseconds: Int64(try row.int())) }
  var stored: SQLiteValue { .int(Int(microseconds)) }
}

// MARK: Checked strings; the file holds nothing else

extension ColumnValue where Self: StringValue {
  static func read(_ row: inout SQLiteRow) throws -> Self { Self(trusted: try row.text()) }
  var stored: SQLiteValue { .text(value) }
}

extension FlexibleText: ColumnValue {}
extension IdempotencyKey: ColumnValue {}
extension LoopID: ColumnValue {}
extension Name: ColumnValue {}
extension SpecID: ColumnValue {}
extension SpecName: ColumnValue {}
extension Text: ColumnValue {}

// MARK: Numbers within a range

extension ColumnValue where Self: BoundedInteger {
  static func read(_ row: inout SQLiteRow) throws -> Self { Self(trusted: try row.int()) }
  var stored: SQLiteValue { .int(value) }
}

extension GuidancePosition: ColumnValue {}
extension IterationNumber: ColumnValue {}
extension Score: ColumnValue {}
extension SequenceNumber: ColumnValue {}
extension VersionNumber: ColumnValue {}

// MARK: Choices, by their names

extension ColumnValue where Self: Choice {
  static func read(_ row: inout SQLiteRow) throws -> Self {
    let name = try row.text()
    guard let value = Self(rawValue: name) else { throw SQLiteError.unreadable(name, as: "\(Self.self)") }
    return value
  }
  var stored: SQLiteValue { .text(rawValue) }
}

extension Decision.Reason: ColumnValue {}
extension GuidanceSource: ColumnValue {}
extension GuidanceVerdict: ColumnValue {}
extension LoopStatus: ColumnValue {}
extension LoopType: ColumnValue {}
extension ProjectStatus: ColumnValue {}
extension RoadmapStatus: ColumnValue {}
extension SpecStatus: ColumnValue {}

// MARK: JSON

extension SQLiteRow {
  /// The next column's JSON as a tree.
  mutating func json() throws -> JSONValue {
    guard let json = try withUTF8({ bytes in try JSONParser.parse(bytes) }) else {
      throw SQLiteError.unreadable("null", as: "JSON")
    }
    return json
  }

  /// The next column's JSON as a model.
  mutating func model<Model: Decodable>(_ type: Model.Type = Model.self) throws -> Model {
    try model(type, in: try json())
  }

  /// The next column's JSON as the result of an idempotent call, which an earlier version may have stored.
  mutating func keptResult<Result: Decodable>() throws -> Result {
    try model(Result.self, in: try json().keptResultInThisForm)
  }

  private func model<Model: Decodable>(_ type: Model.Type, in json: JSONValue) throws -> Model {
    do {
      return try ModelDecoder.decode(type, from: json)
    } catch {
      throw SQLiteError.unreadable(
        "JSON (\(error.violations[0].path): \(error.violations[0].problem))", as: "\(type)")
    }
  }
}

extension SQLiteValue {
  /// A model as JSON.
  static func json(_ model: some Encodable) throws -> SQLiteValue { .utf8(try JSONModelEncoder.encode(model)) }
}

extension SQLiteError {
  /// The error of a value that this version does not know: another version, or somebody by hand, wrote it.
  static func unreadable(_ what: String, as type: String) -> SQLiteError {
    SQLiteError(.mismatch, "a row holds \(what), which is no \(type)")
  }
}

extension SQLiteStatement {
  /// The statement with its values, in the order ?1, ?2, …
  func callAsFunction(_ first: any ColumnValue, _ rest: any ColumnValue...) -> SQLiteCommand {
    SQLiteCommand(self, [first.stored] + rest.map(\.stored))
  }
}
