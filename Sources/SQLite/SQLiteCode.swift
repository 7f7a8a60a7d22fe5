// SQLiteCode: SQLite's result codes.

/// An extended result code; its low byte is the primary code, by which callers decide.
///
/// Source: sqlite.org/rescode.html.
package struct SQLiteCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The code as SQLite's C interface gives it.
  package let rawValue: Int32
  /// A code by its number, known here or not.
  package init(rawValue: Int32) { self.rawValue = rawValue }
  private init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// The class of the error.
  package var primary: SQLiteCode { SQLiteCode(rawValue & 0xff) }

  /// The number in decimal digits.
  package var description: String { String(rawValue) }

  /// A wrong statement, and what has no code of its own.
  package static let error = SQLiteCode(1)
  /// Another connection holds the lock, for longer than the busy timeout.
  package static let busy = SQLiteCode(5)
  /// Another statement of this connection is in the way.
  package static let locked = SQLiteCode(6)
  /// SQLite got no memory.
  package static let outOfMemory = SQLiteCode(7)
  /// The file, or its directory, may not be written.
  package static let readOnly = SQLiteCode(8)
  /// The statement was interrupted.
  package static let interrupted = SQLiteCode(9)
  /// A system call failed on the file; `SQLiteError.systemError` says why.
  package static let ioError = SQLiteCode(10)
  /// The file is damaged.
  package static let corrupt = SQLiteCode(11)
  /// The disk is full, or `max_page_count` is reached.
  package static let full = SQLiteCode(13)
  /// The file, or one beside it, cannot be opened or made.
  package static let cannotOpen = SQLiteCode(14)
  /// A value longer than 1,000,000,000 bytes.
  package static let tooBig = SQLiteCode(18)
  /// A value breaks a constraint; the extended code tells which kind.
  package static let constraint = SQLiteCode(19)
  /// A value of another type than the one that was asked for.
  package static let mismatch = SQLiteCode(20)
  /// Such as a connection that has been closed.
  package static let misuse = SQLiteCode(21)
  /// The access mode of a new file could not be set.
  package static let permission = SQLiteCode(3)
  /// The statement is not allowed.
  package static let authorization = SQLiteCode(23)
  /// The file is no database.
  package static let notADatabase = SQLiteCode(26)

  // Extended codes.

  /// A write into a file failed, other than for want of room.
  package static let ioWriteError = SQLiteCode(778)

  /// A value that a CHECK constraint refuses.
  package static let checkConstraint = SQLiteCode(275)
  /// A reference to a row that does not exist.
  package static let foreignKeyConstraint = SQLiteCode(787)
  /// A null in a column that is NOT NULL.
  package static let notNullConstraint = SQLiteCode(1299)
  /// A primary key that another row has.
  package static let primaryKeyConstraint = SQLiteCode(1555)
  /// A value that a unique index has already.
  package static let uniqueConstraint = SQLiteCode(2067)
  /// A value of the wrong type for a column of a STRICT table.
  package static let typeConstraint = SQLiteCode(3091)
}
