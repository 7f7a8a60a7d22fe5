// StateFile: opens the state file, makes it where there is none, and refuses a file that must not be touched.

import Logging
import Models
import Platform
import SQLite
import State

/// A state file that is to be opened. Nothing is remembered: the next attempt works once a cause is gone.
struct StateFile: Sendable {
  /// Absolute.
  let path: String

  /// The longest wait of SQLite for programs that do not know our lock.
  let busyTimeout: Duration

  /// The log of each statement, at level debug; nil for none.
  private let logger: Logger?

  /// The file at an absolute path.
  ///
  /// - Parameters:
  ///   - timeout: the longest wait of an operation; SQLite's own is at most 5 s of it.
  ///   - logger: gets each statement at level debug; nil for none.
  init(path: String, timeout: Duration, logger: Logger? = nil) {
    self.path = path
    self.logger = logger.flatMap { $0.logLevel <= .debug ? $0 : nil }
    busyTimeout = min(timeout, .seconds(5))
  }

  /// Makes the folders and finds the file behind all links.
  ///
  /// - Parameter mayBegin: false where this process has had a file here: it does not begin an empty one by itself.
  /// - Throws: `Failure` for what cannot be made, and for a file system where locks do not work.
  func locate(mayBegin: Bool) throws(Failure) -> StatePaths {
    do {
      guard try mayBegin || FileFacts.of(path) != nil else { throw Failure.gone(path) }
      try FileSystem.makeFolders(StatePaths.split(path).folder, mode: 0o700)
      let paths = try StatePaths(resolving: path)
      let kind = try FileSystemKind.of(paths.folder)
      guard !kind.isShared else { throw Failure.sharedFileSystem(path, kind.name) }
      return paths
    } catch { throw Failure(error, on: path) }
  }

  /// Opens the file for writing, made and brought up to date where that is needed. To be called with the lock.
  ///
  /// - Parameter mayBegin: as above.
  /// - Returns: the connection, the file that it is connected to, and the migrations that were applied.
  func open(
    _ paths: StatePaths, mayBegin: Bool
  ) throws(Failure) -> (connection: SQLiteConnection, identity: FileIdentity, applied: [Migration]) {
    do {
      try makeFile(paths, mayBegin: mayBegin)
      let identity = try FileIdentity(path: paths.file)
      let connection = try connect(paths, .readWrite)
      let applied = try SQLiteMigrator.migrate(connection, path)
      return (connection, identity, applied)
    } catch { throw Failure(error, on: path) }
  }

  /// What is there; nil where nothing is.
  ///
  /// - Throws: `Failure` for what cannot be a database, such as a file of one byte, which SQLite takes for an empty one.
  func facts() throws -> FileFacts? {
    guard let facts = try FileFacts.of(path) else { return nil }
    guard facts.isFile, facts.size == 0 || facts.size >= Self.headerSize else { throw Failure.noStateFile(path) }
    return facts
  }

  /// In bytes. Source: sqlite.org/fileformat2.html, "The Database Header".
  private static let headerSize = 100

  /// A further connection to a file that has been opened.
  func connect(_ paths: StatePaths, _ mode: SQLiteConnection.Mode) throws(SQLiteError) -> SQLiteConnection {
    let settings = SQLiteSettings(busyTimeout: busyTimeout)
    let connection = try SQLiteConnection(path: paths.file, mode: mode, settings: settings)
    if let logger {
      connection.onStatement = { sql, time, rows in
        logger.debug(
          "statement", metadata: ["sql": "\(sql.oneLine)", "ms": "\(time.milliseconds)", "rows": "\(rows)"])
      }
    }
    return connection
  }

  /// An existing file is never opened here: closing it again would drop SQLite's locks on it in this process.
  private func makeFile(_ paths: StatePaths, mayBegin: Bool) throws {
    let facts = try facts()
    // SQLite would open it all the same, and take rights on an empty log away that it then lacks.
    if let facts, facts.size > 0 { return try FileSystem.checkAccess(paths.file) }
    guard facts != nil || mayBegin else { throw Failure.gone(path) }
    let log = try FileFacts.of(paths.log)
    guard (log?.size ?? 0) == 0 else { throw Failure.logWithoutFile(path) }
    guard facts == nil else { return }
    try Descriptor.open(paths.file, [.readingAndWriting, .creating, .new], mode: 0o600).close()
    try FileSystem.syncFolder(paths.folder)
  }
}
