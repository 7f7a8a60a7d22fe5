// SQLiteRow: the columns of one row, read one after the other.

import CSQLite

/// A row while its statement stands on it; it is lent to a closure and cannot leave it.
///
/// Each call reads the next column, so that the order in which an entity's columns are declared is the order in which
/// they are read. Every reader throws `SQLiteCode.mismatch`, naming the column, when the value is not of its type.
package struct SQLiteRow: ~Copyable {
  private let statement: PreparedStatement
  /// The next column.
  private var column: Int32 = 0

  init(_ statement: PreparedStatement) { self.statement = statement }

  /// An integer of 64 bits.
  package mutating func int() throws(SQLiteError) -> Int { try required(optionalInt()) }
  /// A floating-point number; an integer is a mismatch.
  package mutating func double() throws(SQLiteError) -> Double { try required(optionalDouble()) }
  /// A text.
  package mutating func text() throws(SQLiteError) -> String { try required(optionalText()) }
  /// A blob.
  package mutating func bytes() throws(SQLiteError) -> [UInt8] { try required(optionalBytes()) }
  /// 0 is false, 1 is true.
  package mutating func bool() throws(SQLiteError) -> Bool { try int() != 0 }

  /// An integer of 64 bits; nil for null.
  package mutating func optionalInt() throws(SQLiteError) -> Int? {
    guard let column = try next(SQLITE_INTEGER) else { return nil }
    return Int(sqlite3_column_int64(statement.handle, column))
  }

  /// A floating-point number; nil for null.
  package mutating func optionalDouble() throws(SQLiteError) -> Double? {
    guard let column = try next(SQLITE_FLOAT) else { return nil }
    return sqlite3_column_double(statement.handle, column)
  }

  /// A text; nil for null. Bytes that are not UTF-8 are replaced by U+FFFD: none of them were written here.
  package mutating func optionalText() throws(SQLiteError) -> String? {
    guard let column = try next(SQLITE_TEXT) else { return nil }
    return String(decoding: utf8(of: column), as: UTF8.self)
  }

  /// A blob; nil for null.
  package mutating func optionalBytes() throws(SQLiteError) -> [UInt8]? {
    guard let column = try next(SQLITE_BLOB) else { return nil }
    let start = sqlite3_column_blob(statement.handle, column)
    return [UInt8](
      UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement.handle, column))))
  }

  /// The text's UTF-8 where SQLite keeps it, for parsing without a copy; nil for null.
  package mutating func withUTF8<Value>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Value
  ) throws -> Value? {
    guard let column = try next(SQLITE_TEXT) else { return nil }
    return try body(utf8(of: column))
  }

  /// True where the next column is null; it stays the next.
  package var isNextNull: Bool { sqlite3_column_type(statement.handle, column) == SQLITE_NULL }

  /// Leaves out columns.
  package mutating func skip(_ count: Int = 1) { column += Int32(count) }

  // MARK: Columns

  /// - Returns: the column to read, nil for null.
  private mutating func next(_ type: Int32) throws(SQLiteError) -> Int32? {
    defer { column += 1 }
    switch sqlite3_column_type(statement.handle, column) {
    case type where column < sqlite3_column_count(statement.handle): return column
    case SQLITE_NULL where column < sqlite3_column_count(statement.handle): return nil
    default: throw unexpected(column)
    }
  }

  private func utf8(of column: Int32) -> UnsafeBufferPointer<UInt8> {
    // The text first: asking for its length before could convert it.
    let start = sqlite3_column_text(statement.handle, column)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement.handle, column)))
  }

  /// - Parameter value: the value of the column that was read last; nil for null.
  private func required<Value>(_ value: Value?) throws(SQLiteError) -> Value {
    guard let value else { throw unexpected(column - 1) }
    return value
  }

  private func unexpected(_ column: Int32) -> SQLiteError {
    let name = sqlite3_column_name(statement.handle, column).map { " (\(String(cString: $0)))" } ?? ""
    return SQLiteError(
      .mismatch, "column \(column)\(name) is null, of another type or missing", sql: statement.sql)
  }
}
