// SQLiteCode: SQLite's result codes.

/// An extended result code; its low byte is the primary code, by which callers decide.
///
/// Source: sqlite.org/rescode.html.
package struct SQLiteCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }
  private init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// The class of the error.
  package var primary: SQLiteCode { SQLiteCode(rawValue & 0xff) }

  package var description: String { String(rawValue) }

  /// A wrong statement, and what has no code of its own.
  package static let error = SQLiteCode(1)
  /// Another connection holds the lock, for longer than the busy timeout.
  package static let busy = SQLiteCode(5)
  /// Another statement of this connection is in the way.
  package static let locked = SQLiteCode(6)
  package static let outOfMemory = SQLiteCode(7)
  /// The file, or its directory, may not be written.
  package static let readOnly = SQLiteCode(8)
  package static let interrupted = SQLiteCode(9)
  /// A system call failed on the file; `SQLiteError.systemError` says why.
  package static let ioError = SQLiteCode(10)
  /// The file is damaged.
  package static let corrupt = SQLiteCode(11)
  /// The disk is full, or `max_page_count` is reached.
  package static let full = SQLiteCode(13)
  package static let cannotOpen = SQLiteCode(14)
  /// A value longer than 1,000,000,000 bytes.
  package static let tooBig = SQLiteCode(18)
  package static let constraint = SQLiteCode(19)
  /// A value of another type than the one that was asked for.
  package static let mismatch = SQLiteCode(20)
  /// Such as a connection that has been closed.
  package static let misuse = SQLiteCode(21)
  package static let permission = SQLiteCode(3)
  package static let authorization = SQLiteCode(23)
  /// The file is no database.
  package static let notADatabase = SQLiteCode(26)

  // Extended codes.

  package static let checkConstraint = SQLiteCode(275)
  package static let foreignKeyConstraint = SQLiteCode(787)
  package static let notNullConstraint = SQLiteCode(1299)
  package static let primaryKeyConstraint = SQLiteCode(1555)
  package static let uniqueConstraint = SQLiteCode(2067)
  /// A value of the wrong type for a column of a STRICT table.
  package static let typeConstraint = SQLiteCode(3091)
}
