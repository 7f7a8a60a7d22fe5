// PreparedStatement: a statement that one connection has prepared.

import CSQLite

/// Belongs to its connection, and to the thread that uses that.
final class PreparedStatement {
  let handle: OpaquePointer
  let sql: String
  private let connection: OpaquePointer
  /// The number of rows of the use that has begun last.
  private(set) var rows = 0
  /// True while somebody reads its rows.
  var isInUse = false

  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteError) {
    self.sql = sql
    self.connection = connection
    var handle: OpaquePointer?
    var text = sql
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_prepare_v3(
          connection, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
      }
    }
    guard code == SQLITE_OK else { throw SQLiteError(of: connection, sql: sql) }
    guard let handle else { throw SQLiteError(.misuse, "there is no statement in the text", sql: sql) }
    self.handle = handle
  }

  deinit { sqlite3_finalize(handle) }

  func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
    let count = Int(sqlite3_bind_parameter_count(handle))
    guard values.count == count else {
      throw SQLiteError(.misuse, "\(values.count) values for \(count) parameters", sql: sql)
    }
    rows = 0
    for (index, value) in values.enumerated() {
      guard bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw SQLiteError(of: connection, sql: sql) }
    }
  }

  private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, index)
    case .int(let number): return sqlite3_bind_int64(handle, index, Int64(number))
    case .double(let number): return sqlite3_bind_double(handle, index, number)
    case .text(var text): return text.withUTF8 { bind(utf8: $0, at: index) }
    case .utf8(let bytes): return bytes.withUnsafeBufferPointer { bind(utf8: $0, at: index) }
    case .bytes(let bytes):
      return bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, index, 0) : csqlite_bind_blob(handle, index, bytes, UInt64(bytes.count))
    }
  }

  /// An empty text has no address, and no address would be null.
  private func bind(utf8 bytes: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return csqlite_bind_text(handle, index, "", 0) }
    return csqlite_bind_text(handle, index, start, UInt64(bytes.count))
  }

  /// - Returns: true when there is a row.
  func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      rows += 1
      return true
    case SQLITE_DONE: return false
    default: throw SQLiteError(of: connection, sql: sql)
    }
  }

  /// Ends a use: the statement holds no lock and no value afterwards.
  ///
  /// - Throws: the statement's error, also where its last row was not waited for.
  func reset() throws(SQLiteError) {
    let code = sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    if code != SQLITE_OK { throw SQLiteError(of: connection, sql: sql) }
  }
}
