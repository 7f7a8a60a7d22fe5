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
    let code = SQLiteCode(rawValue: sqlite3_extended_errcode(connection))
    let known = sqlite3_system_errno(connection)
    self.init(
      code, String(cString: sqlite3_errmsg(connection)),
      // Older libraries keep the cause of a failed commit to themselves; 3.40 does.
      systemError: known == 0 && code.primary == .ioError ? Self.systemErrorOfLog(connection) : known, sql: sql)
  }

  /// The `errno` of the last call that failed on the write-ahead log; 0 where none did.
  private static func systemErrorOfLog(_ connection: OpaquePointer) -> Int32 {
    var log: UnsafeMutablePointer<sqlite3_file>?
    guard sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK, let log,
      let control = log.pointee.pMethods?.pointee.xFileControl
    else { return 0 }
    var code: Int32 = 0
    return control(log, SQLITE_FCNTL_LAST_ERRNO, &code) == SQLITE_OK ? code : 0
  }

  /// True for the failure of the statement that makes a transaction last.
  package var isOfCommit: Bool { sql == SQLiteConnection.commitSQL }

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
