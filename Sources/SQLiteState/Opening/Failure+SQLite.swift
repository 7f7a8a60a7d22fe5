// Failure+SQLite: the failures that a caller sees for errors of SQLite and of the system; docs/contract.md, "Errors".

import Models
import Platform
import SQLite
import State

extension Failure {
  static let cancelled = Failure(.internal, "The call was cancelled. Nothing was changed.")
  static let shutDown = Failure(.unavailable, "The server is shutting down. Nothing was done.")

  /// The failure that tells an error on the state file at `path`, without values.
  init(_ error: any Error, on path: String) {
    switch error {
    case let failure as Failure: self = failure
    case let mismatch as SchemaMismatch: self = mismatch.failure(of: "The state file \(path)")
    case let error as SystemCallError: self.init(error, on: path)
    case let error as SQLiteError: self.init(error, on: path)
    default: self.init(.internal, "The server failed: \(error).")
    }
  }

  private init(_ error: SystemCallError, on path: String) {
    switch error.cause {
    case .noRoom: self = .noRoom(path)
    case .noDescriptors:
      self.init(
        .unavailable,
        "The process or the system has no file descriptor left for the state file \(path): raise ulimit -n.")
    case .noRight:
      self.init(
        .unavailable,
        "The state file \(path) cannot be used (\(error)): give the server's user the right to read and "
          + "write it and its folder.")
    case .missing, .exists, .noReader, .other:
      self.init(.unavailable, "The state file \(path) cannot be used (\(error)).")
    }
  }

  private init(_ error: SQLiteError, on path: String) {
    if error.leavesOutcomeOpen {
      self = .outcomeUnknown(path)
      return
    }
    switch error.code.primary {
    case .busy, .locked:
      self.init(
        .busy,
        "Another program holds the state file \(path), such as the sqlite3 shell with an open transaction. "
          + "Nothing was done: try again.")
    case .full: self = .noRoom(path)
    case .corrupt:
      self.init(
        .unavailable,
        "The state file \(path) is damaged (\(error.message)): stop every server, keep a copy of it, and "
          + "restore a backup. respec-server doctor tells more.")
    case .notADatabase: self = .noStateFile(path)
    case .readOnly: self = .readOnly(path)
    case .ioError, .cannotOpen, .permission: self.init(system: error, on: path)
    case .outOfMemory: self.init(.unavailable, "There is no memory left. Nothing was changed: try again.")
    case .interrupted: self = .cancelled
    case .mismatch:
      self.init(
        .internal, "The state file holds a row that cannot be read; the server's log says what is wrong with it.")
    default:
      self.init(
        .internal,
        "The state file refused the call (SQLite error \(error.code)); the server's log has its words. Nothing was changed."
      )
    }
  }

  /// A system call failed inside SQLite.
  private init(system error: SQLiteError, on path: String) {
    let call = SystemCallError(call: error.message, code: error.systemError)
    if error.systemError != 0, call.cause != .missing, call.cause != .other {
      self.init(call, on: path)
    } else {
      let reason = error.systemError == 0 ? error.message : "\(call)"
      self.init(
        .unavailable, "The state file \(path) cannot be read or written (\(reason)). Nothing was changed: try again.")
    }
  }

  // MARK: Refusals

  static func noRoom(_ path: String) -> Failure {
    Failure(
      .unavailable, "There is no room left for the state file \(path). Nothing was changed: make room, try again.")
  }

  static func readOnly(_ path: String) -> Failure {
    Failure(
      .unavailable,
      "The state file \(path) cannot be written: give the server's user the right to write it and its folder.")
  }

  static let readOnlyManager = Failure(.readOnly, "This process only reads the state file. Nothing was done.")

  static func nothingToRead(_ path: String) -> Failure {
    Failure(
      .unavailable,
      "There is no state file \(path) yet, and a read-only server (MCP_READ_ONLY=true) makes none: correct STATE_FILE, or "
        + "begin one with a server that may write.")
  }

  static func earlierSchema(_ path: String, _ pending: [Migration]) -> Failure {
    let names = pending.map { "\($0.version) (\($0.description))" }.joined(separator: ", ")
    return Failure(
      .unavailable,
      "The state file \(path) lacks the migrations \(names), and a read-only server (MCP_READ_ONLY=true) applies none: run "
        + "respec-server migrate without that variable, after a backup.")
  }

  static func noStateFile(_ path: String) -> Failure {
    Failure(
      .unavailable, "The file \(path) is not a state file of respec-server and was left as it is: give another path.")
  }

  private static func outcomeUnknown(_ path: String) -> Failure {
    Failure(
      .outcomeUnknown,
      "The disk failed while the change was being stored in \(path): it is there or not. Read back, or repeat the call "
        + "with the same idempotency_key.")
  }

  static func gone(_ path: String) -> Failure {
    Failure(
      .unavailable, "The state file \(path) is gone: put it back, or restart the server to begin a new one.")
  }

  static func emptied(_ path: String) -> Failure {
    Failure(
      .unavailable,
      "The state file \(path) was emptied by another program: put a backup in its place. Nothing was done.")
  }

  static func replacedInUse(_ path: String) -> Failure {
    Failure(
      .busy,
      "The state file \(path) was replaced while another process still reads the earlier one. Nothing was done: "
        + "try again.")
  }

  static func logWithoutFile(_ path: String) -> Failure {
    Failure(
      .unavailable,
      "The state file \(path) is missing or empty, but its log \(path)-wal is there and holds changes: put "
        + "the file back beside it, or move the log away to begin a new one.")
  }

  static func sharedFileSystem(_ path: String, _ kind: String) -> Failure {
    Failure(
      .unavailable,
      "The state file \(path) is on a file system that machines share (\(kind)), where its locks cannot be "
        + "relied on: put it on a local disk, or use a database.")
  }

  /// The answer to an operation that has waited for so long.
  static func lockHeld(_ path: String, for time: Duration) -> Failure {
    Failure(
      .busy,
      "The state file was busy for \(time.components.seconds) s: another process holds its lock, \(path).lock, or "
        + "the disk is slow. Nothing was done: try again.")
  }
}

extension SQLiteError {
  /// True for a commit of which the whole stands in the log, perhaps not on the disk: when the log is read anew, as after
  /// a crash, it counts. A failed write is none: the mark of a commit is what is written last.
  fileprivate var leavesOutcomeOpen: Bool { isOfCommit && code.primary == .ioError && code != .ioWriteError }

  /// True where the file is to be opened anew afterwards: SQLite may hold on to a state that is no longer true.
  var breaksConnection: Bool {
    let passing: [SQLiteCode] = [.busy, .locked, .full, .constraint, .tooBig, .mismatch, .error, .interrupted]
    return !passing.contains(code.primary)
  }
}
