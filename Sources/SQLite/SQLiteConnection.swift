// SQLiteConnection: one connection to a database file, its prepared statements and the running of statements.

import CSQLite

/// A connection. Not Sendable: one thread at a time uses it, and code that shares it must guard it.
package final class SQLiteConnection {
  /// The rights of a connection on the file.
  package enum Mode: Sendable {
    /// Reads and writes an existing file.
    case readWrite
    /// As `readWrite`; makes the file where there is none.
    case create
    /// Statements that write are refused. The files beside the database may be made, as readers in WAL mode need them.
    case queries
    /// Nothing is written into the file. The files beside it may be made, as readers in WAL mode need them.
    case readOnly
    /// Nothing is written or made, no lock is taken, and the log is not looked at: for a file without a log, and wrong
    /// where another connection changes it meanwhile.
    case immutable

    fileprivate var flags: Int32 {
      switch self {
      case .readWrite, .queries: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readOnly: SQLITE_OPEN_READONLY
      case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      }
    }

    /// Only a URI has a place for this wish; sqlite.org/uri.html.
    fileprivate func name(of path: String) -> String {
      guard self == .immutable else { return path }
      let escaped = ["%": "%25", "?": "%3f", "#": "%23"]
      return "file:" + path.map { escaped[String($0)] ?? String($0) }.joined() + "?immutable=1"
    }
  }

  /// Nil once it is closed.
  private(set) var handle: OpaquePointer?
  /// The number of pages of the write-ahead log that are still to be written into the database, about: as of this connection's
  /// last commit or checkpoint.
  package internal(set) var logPages = 0
  /// Called with each prepared statement that has ended: its text, its time and the number of its rows, never a value.
  /// While it is nil nobody looks at a clock.
  package var onStatement: (@Sendable (_ sql: String, _ took: Duration, _ rows: Int) -> Void)?
  private var statements: [ObjectIdentifier: (statement: SQLiteStatement, prepared: PreparedStatement)] = [:]

  /// The version of the library, such as 3.40.1.
  package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - path: absolute; a relative one may mean something else to SQLite.
  ///   - busyTimeout: the longest wait of a statement for other connections' locks.
  package init(
    path: String, mode: Mode, settings: SQLiteSettings = SQLiteSettings()
  ) throws(SQLiteError) {
    var handle: OpaquePointer?
    // Without SQLite's own mutexes: one thread at a time.
    let flags = mode.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(mode.name(of: path), &handle, flags, nil)
    guard let handle else { throw SQLiteError(.outOfMemory, "no memory for a connection") }
    guard code == SQLITE_OK else {
      defer { sqlite3_close_v2(handle) }
      throw SQLiteError(of: handle)
    }
    self.handle = handle
    do {
      try configure(handle, mode: mode, settings: settings)
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// False also for a file that was to be written and may not be.
  package var isReadOnly: Bool { handle.map { sqlite3_db_readonly($0, "main") != 0 } ?? true }

  /// The connection outlives the callback, which gets it unretained.
  func countLogPages() throws(SQLiteError) {
    sqlite3_wal_hook(
      try open(),
      { context, _, _, pages in
        if let context { Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages) }
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Ends the connection; a transaction that is open is rolled back. Closing twice does nothing.
  package func close() {
    statements = [:]
    if let handle { sqlite3_close_v2(handle) }
    handle = nil
  }

  /// - Throws: `misuse` once it is closed.
  func open() throws(SQLiteError) -> OpaquePointer {
    guard let handle else { throw SQLiteError(.misuse, "the connection is closed") }
    return handle
  }

  // MARK: Running statements

  /// Runs a statement to its end and lends each of its rows.
  package func forEach(_ command: SQLiteCommand, _ body: (inout SQLiteRow) throws -> Void) throws {
    try use(command) { statement in
      while try statement.step() {
        var row = SQLiteRow(statement)
        try body(&row)
      }
    }
  }

  /// The values that `read` makes of the rows, in their order.
  package func all<Value>(_ command: SQLiteCommand, _ read: (inout SQLiteRow) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    try forEach(command) { row in values.append(try read(&row)) }
    return values
  }

  /// The same up to the first value of which `isLast` is true; the rest is not read.
  package func all<Value>(
    _ command: SQLiteCommand, until isLast: (Value) -> Bool, _ read: (inout SQLiteRow) throws -> Value
  ) throws -> [Value] {
    try use(command) { statement in
      var values: [Value] = []
      while try statement.step() {
        var row = SQLiteRow(statement)
        let value = try read(&row)
        values.append(value)
        if isLast(value) { break }
      }
      return values
    }
  }

  /// The value that `read` makes of the first row; nil where there is none. The rest is not read.
  package func first<Value>(_ command: SQLiteCommand, _ read: (inout SQLiteRow) throws -> Value) throws -> Value? {
    try use(command) { statement in
      guard try statement.step() else { return nil }
      var row = SQLiteRow(statement)
      return try read(&row)
    }
  }

  /// Runs a statement, whatever rows it has.
  ///
  /// - Returns: the number of rows that an INSERT, UPDATE or DELETE changed, without those that a foreign key took
  ///   along.
  @discardableResult
  package func run(_ command: SQLiteCommand) throws -> Int {
    let handle = try open()
    try use(command) { statement in
      while try statement.step() {}
    }
    return Int(sqlite3_changes64(handle))
  }

  /// Runs any number of statements that have no values. For what is not prepared once: migrations, settings.
  package func runScript(_ sql: String) throws(SQLiteError) {
    let handle = try open()
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw SQLiteError(of: handle, sql: sql) }
  }

  private func use<Value>(_ command: SQLiteCommand, _ body: (PreparedStatement) throws -> Value) throws -> Value {
    guard let onStatement else { return try execute(command, body) }
    let start = ContinuousClock.now
    var rows = 0
    defer { onStatement(command.statement.sql, .now - start, rows) }
    return try execute(command) { statement in
      defer { rows = statement.rows }
      return try body(statement)
    }
  }

  private func execute<Value>(_ command: SQLiteCommand, _ body: (PreparedStatement) throws -> Value) throws -> Value {
    let statement = try prepared(command.statement)
    statement.isInUse = true
    defer { statement.isInUse = false }
    let value: Value
    do {
      try statement.bind(command.values)
      value = try body(statement)
    } catch {
      try? statement.reset()
      throw error
    }
    try statement.reset()
    return value
  }

  private func prepared(_ statement: SQLiteStatement) throws(SQLiteError) -> PreparedStatement {
    let handle = try open()
    let key = ObjectIdentifier(statement)
    if let known = statements[key]?.prepared {
      // Somebody reads its rows and runs it again meanwhile: one more, for once.
      return known.isInUse ? try PreparedStatement(statement.sql, on: handle) : known
    }
    let prepared = try PreparedStatement(statement.sql, on: handle)
    statements[key] = (statement, prepared)
    return prepared
  }
}
