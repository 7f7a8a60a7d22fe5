// SQLiteError: a failed statement or connection, with SQLite's code and message.

import CSQLite

/// A failed statement or connection.
///
/// Its description tells the code and the SQL, never a value.
package struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The extended result code.
  package let code: SQLiteCode
  /// SQLite's words.
  package let message: String
  /// The `errno` of the system call that failed; 0 where none did.
  package let systemError: Int32
  /// The statement that failed.
  package let sql: String?

  /// An error of the given code.
  package init(_ code: SQLiteCode, _ message: String, systemError: Int32 = 0, sql: String? = nil) {
    self.code = code
    self.message = message
    self.systemError = systemError
    self.sql = sql
  }

  /// The latest error of a connection.
  init(of connection: OpaquePointer, sql: String? = nil) {
    self.init(
      SQLiteCode(rawValue: sqlite3_extended_errcode(connection)), String(cString: sqlite3_errmsg(connection)),
      systemError: sqlite3_system_errno(connection), sql: sql)
  }

  /// Code, message, system error and SQL in one line; never a value.
  package var description: String {
    let place = sql.map { "; in: \(Self.abbreviated($0))" } ?? ""
    let system = systemError == 0 ? "" : " (errno \(systemError))"
    return "SQLite error \(code): \(message)\(system)\(place)"
  }

  private static func abbreviated(_ sql: String) -> String {
    let line = sql.prefix(1000).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 300 ? line.prefix(300) + " …" : line
  }
}
