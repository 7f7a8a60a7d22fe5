// FileSchema: a state file as an operator sees it, apart from any server: its schema, and copies of it.

import Models
import Platform
import SQLite
import State

/// Looks at and changes the schema of a state file, and copies it.
public struct FileSchema: SchemaAdministration {
  private let file: StateFile
  private let timeout: Duration

  /// - Parameters:
  ///   - path: the file; absolute.
  ///   - timeout: the longest wait for other processes, after which a call fails with `busy`.
  public init(path: String, timeout: Duration = .seconds(10)) {
    precondition(path.hasPrefix("/"))
    file = StateFile(path: path, timeout: timeout)
    self.timeout = timeout
  }

  /// Applies the migrations that are missing; makes the file where there is none.
  public func migrate() async throws -> [Migration] {
    let paths = try file.locate(mayBegin: true)
    return try await withLock(paths) { try file.open(paths, mayBegin: true).applied }
  }

  /// Reads the file's record of migrations; all are pending where there is no file.
  ///
  /// - Throws: `Failure` as `SchemaAdministration` says.
  public func status() async throws -> SchemaStatus {
    do {
      guard try file.facts() != nil else { return SchemaStatus(applied: [], pending: Migration.stateFile) }
      return try SQLiteMigrator.status(try connect(.queries), file.path)
    } catch { throw Failure(error, on: file.path) }
  }

  /// The pending migrations, refused where the file may not be written.
  ///
  /// - Throws: `Failure` as `SchemaAdministration` says.
  public func plan() async throws -> [Migration] {
    let pending = try await status().pending
    do {
      if try file.facts() != nil, try connect(.readWrite).isReadOnly { throw Failure.readOnly(file.path) }
    } catch { throw Failure(error, on: file.path) }
    return pending
  }

  /// Copies the state as it is at one moment, whoever writes meanwhile. The copy is a state file by itself.
  ///
  /// - Parameter path: a file that is not there yet.
  /// - Throws: `Failure` where there is one already, where there is no state file, or where it cannot be written.
  public func backup(to path: String) async throws {
    do {
      guard try file.facts() != nil else { throw Failure.gone(file.path) }
      let source = try connect(.queries)
      _ = try SQLiteMigrator.status(source, file.path)
      try Self.copy(source, to: path)
    } catch { throw Failure(error, on: file.path) }
  }

  private static func copy(_ source: SQLiteConnection, to path: String) throws {
    do {
      try Descriptor.open(path, [.readingAndWriting, .creating, .new], mode: 0o600).close()
    } catch  where error.cause == .exists {
      throw Failure(.alreadyExists, "The file \(path) is there already: give another path for the copy.")
    } catch { throw Failure(error, on: path) }
    do {
      let target = try SQLiteConnection(path: path, mode: .readWrite)
      try source.backup(to: target)
      target.close()
      try FileSystem.syncFolder(StatePaths.split(path).folder)
    } catch {
      FileSystem.remove(path)
      throw Failure(error, on: path)
    }
  }

  private func connect(_ mode: SQLiteConnection.Mode) throws -> SQLiteConnection {
    try file.connect(try StatePaths(resolving: file.path), mode)
  }

  /// Tries to take the lock again and again: only an operator waits here.
  private func withLock<Result: Sendable>(_ paths: StatePaths, _ body: () throws -> Result) async throws -> Result {
    let deadline = ContinuousClock.now + timeout
    let lock = FileLock(paths)
    do {
      while try !lock.tryToAcquire() {
        guard ContinuousClock.now < deadline else { throw Failure.lockHeld(file.path, for: timeout) }
        try await Task.sleep(for: .milliseconds(20))
      }
      defer { lock.release() }
      return try body()
    } catch { throw Failure(error, on: file.path) }
  }
}
