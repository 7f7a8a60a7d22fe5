// SQLiteSettings: the settings of a connection to a file that several processes share.

import CSQLite

/// The settings that may differ between connections.
package struct SQLiteSettings: Sendable {
  /// The longest wait of a statement for other connections' locks.
  package var busyTimeout: Duration
  /// The most memory for pages, in KiB.
  package var cacheSize: Int

  /// The log's file is cut to this size when it begins anew, in bytes.
  package var logSize: Int

  /// The server's settings, apart from those given.
  package init(busyTimeout: Duration = .seconds(2), cacheSize: Int = 2_000, logSize: Int = 8 << 20) {
    self.busyTimeout = busyTimeout
    self.cacheSize = cacheSize
    self.logSize = logSize
  }

  var busyMilliseconds: Int32 { Int32(clamping: busyTimeout / .milliseconds(1)) }
}

extension Duration {
  fileprivate static func / (left: Duration, right: Duration) -> Int { Int((left / right as Double).rounded(.up)) }
}

extension SQLiteConnection {
  /// The options that are not statements, then those that are. Nothing here changes the file.
  func configure(
    _ handle: OpaquePointer, mode: Mode, settings: SQLiteSettings
  ) throws(SQLiteError) {
    try setBusyTimeout(settings.busyTimeout)
    let options: [(option: Int32, isOn: Bool)] = [
      // A checkpoint needs the lock that its caller holds, also the last one.
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true),
      (SQLITE_DBCONFIG_DEFENSIVE, true),
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
      (SQLITE_DBCONFIG_ENABLE_FKEY, true),
    ]
    for (option, isOn) in options {
      guard csqlite_set_option(handle, option, isOn ? 1 : 0) == SQLITE_OK else { throw SQLiteError(of: handle) }
    }
    try runScript(
      """
      PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
      PRAGMA wal_autocheckpoint = 0; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;
      PRAGMA cache_size = -\(settings.cacheSize); PRAGMA journal_size_limit = \(settings.logSize);
      """)
    // After wal_autocheckpoint, which has a hook of its own.
    try countLogPages()
    if mode == .queries { try runScript("PRAGMA query_only = ON") }
  }

  /// Changes the longest wait of a statement for other connections' locks, from now on.
  package func setBusyTimeout(_ timeout: Duration) throws(SQLiteError) {
    sqlite3_busy_timeout(try open(), SQLiteSettings(busyTimeout: timeout).busyMilliseconds)
  }

  /// Puts the database into WAL mode, in which it stays. Needs the file for itself for a moment.
  package func useWriteAheadLog() throws {
    let mode = try first(Self.journalMode()) { row in try row.text() }
    guard mode == "wal" else {
      throw SQLiteError(.error, "the database stays in journal mode \(mode ?? "unknown")", sql: "PRAGMA journal_mode")
    }
  }

  private static let journalMode = SQLiteStatement("PRAGMA journal_mode = WAL")
}
