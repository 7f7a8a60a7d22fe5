// SQLiteConnection+Upkeep: checkpoints, copies and checks of a database.

import CSQLite

/// The result of a checkpoint.
package struct SQLiteCheckpoint: Sendable, Hashable {
  /// The number of pages that the write-ahead log holds.
  package let logPages: Int
  /// The number of them that are in the database now.
  package let writtenPages: Int
  /// True when readers or another connection kept it from its end.
  package let isBlocked: Bool
}

extension SQLiteConnection {
  /// The extent of a checkpoint.
  package enum CheckpointMode: Sendable {
    /// As far as it goes without waiting for anybody.
    case passive
    /// To the end, waiting up to the busy timeout; the next writer begins the log anew.
    case restart
    /// As `restart`, and the log's file is made empty.
    case truncate

    fileprivate var value: Int32 {
      switch self {
      case .passive: SQLITE_CHECKPOINT_PASSIVE
      case .restart: SQLITE_CHECKPOINT_RESTART
      case .truncate: SQLITE_CHECKPOINT_TRUNCATE
      }
    }
  }

  /// Writes pages from the log into the database. No other connection may commit or checkpoint meanwhile.
  package func checkpoint(_ mode: CheckpointMode) throws(SQLiteError) -> SQLiteCheckpoint {
    let handle = try open()
    var (logPages, writtenPages): (Int32, Int32) = (0, 0)
    let code = sqlite3_wal_checkpoint_v2(handle, nil, mode.value, &logPages, &writtenPages)
    let isBlocked = code & 0xff == SQLITE_BUSY
    guard code == SQLITE_OK || isBlocked else { throw SQLiteError(of: handle, sql: "checkpoint") }
    let checkpoint = SQLiteCheckpoint(
      logPages: Int(max(0, logPages)), writtenPages: Int(max(0, writtenPages)),
      isBlocked: isBlocked || writtenPages < logPages)
    self.logPages = checkpoint.isBlocked ? checkpoint.logPages : 0
    return checkpoint
  }

  /// Copies the database as it is at one moment, whoever writes meanwhile.
  ///
  /// - Parameter destination: a connection to a file that may be written over.
  package func backup(to destination: SQLiteConnection) throws(SQLiteError) {
    let (source, target) = (try open(), try destination.open())
    guard let backup = sqlite3_backup_init(target, "main", source, "main") else { throw SQLiteError(of: target) }
    // All in one step: between two, a writer would make it begin again.
    sqlite3_backup_step(backup, -1)
    guard sqlite3_backup_finish(backup) == SQLITE_OK else { throw SQLiteError(of: target, sql: "backup") }
  }

  /// Reads the whole database and looks at its structure, constraints, indexes and references.
  ///
  /// - Returns: the faults, a line each, about a hundred at most; empty when there are none.
  package func findDamage() throws -> [String] {
    try withoutCorruption {
      let lines = try all(Self.integrityCheck()) { row in try row.text() }
      let orphans = try all(Self.foreignKeyCheck()) { row in "a row of \(try row.text()) refers to nothing" }
      return lines.filter { $0 != "ok" } + Set(orphans).sorted()
    }
  }

  /// Reads the whole database and looks at its structure and constraints: as `findDamage` without what takes longest,
  /// the comparison of indexes with their tables, and without references.
  package func findDamageQuickly() throws -> [String] {
    try withoutCorruption { try all(Self.quickCheck()) { row in try row.text() }.filter { $0 != "ok" } }
  }

  private func withoutCorruption(_ check: () throws -> [String]) throws -> [String] {
    do {
      return try check()
    } catch let error as SQLiteError where error.code.primary == .corrupt {
      // Too damaged to look any further.
      return [error.message]
    }
  }

  private static let integrityCheck = SQLiteStatement("PRAGMA integrity_check(100)")
  private static let quickCheck = SQLiteStatement("PRAGMA quick_check(100)")
  private static let foreignKeyCheck = SQLiteStatement("PRAGMA foreign_key_check")
}
