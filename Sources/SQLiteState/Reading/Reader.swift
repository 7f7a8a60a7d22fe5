// Reader: the connection that all reading operations of a process share.
//
// A read takes microseconds. It runs where its caller is, without a change of threads, and the callers take turns.

import Models
import Platform
import SQLite
import Synchronization

/// Runs reading operations once there is a file.
final class Reader: Sendable {
  /// @unchecked, because a connection is not Sendable and the compiler cannot see how this one is used: `take` gets it
  /// as `sending`, so that nobody else has it, and from then on it is used inside the lock of `open` alone.
  private struct Open: @unchecked Sendable {
    let connection: SQLiteConnection
    let identity: FileIdentity
  }

  private let path: String
  private let open = Mutex<Open?>(nil)

  init(path: String) { self.path = path }

  var isOpen: Bool { open.withLock { $0 != nil } }

  /// Reads from `connection` from now on.
  func take(_ connection: sending SQLiteConnection, to identity: FileIdentity) {
    let new = Open(connection: connection, identity: identity)
    open.withLock { $0 = new }
  }

  func close() { open.withLock { $0 = nil } }

  /// Lends the connection in a transaction: all that `body` reads is of one moment.
  ///
  /// - Returns: nil where there is no connection to the file that the path leads to, and one is to be made.
  /// - Throws: the error of `body`; `Failure` where the file is gone.
  func read<Result: Sendable>(_ body: @Sendable (SQLiteConnection) throws -> Result) throws -> Result? {
    try open.withLock { open in
      guard let current = open else { return nil }
      guard try identity() == current.identity else {
        open = nil
        return nil
      }
      do {
        return try current.connection.transaction(.deferred) { try body(current.connection) }
      } catch let error as SQLiteError where error.breaksConnection {
        open = nil
        throw error
      }
    }
  }

  private func identity() throws -> FileIdentity {
    do {
      return try FileIdentity(path: path)
    } catch  where error.cause == .missing {
      throw Failure.gone(path)
    }
  }
}
