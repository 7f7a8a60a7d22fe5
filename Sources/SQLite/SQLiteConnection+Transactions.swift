// SQLiteConnection+Transactions: transactions and savepoints.

import CSQLite

extension SQLiteConnection {
  /// The time at which a transaction takes its locks.
  package enum TransactionKind: Sendable {
    /// A read lock with the first statement: everything that is read is of one moment.
    case deferred
    /// The write lock at once, so that it never fails halfway for want of it.
    case immediate
  }

  private static let beginDeferred = SQLiteStatement("BEGIN DEFERRED")
  private static let beginImmediate = SQLiteStatement("BEGIN IMMEDIATE")
  static let commitSQL = "COMMIT"
  private static let commit = SQLiteStatement(commitSQL)
  private static let rollback = SQLiteStatement("ROLLBACK")
  private static let savepoint = SQLiteStatement("SAVEPOINT part")
  private static let release = SQLiteStatement("RELEASE part")
  private static let rollbackToSavepoint = SQLiteStatement("ROLLBACK TO part")

  /// False also when SQLite has taken the transaction back by itself, as some errors make it: a full disk, a failed
  /// write, no memory.
  package var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

  /// Begins a transaction.
  ///
  /// - Throws: `busy` where the lock is not free within the busy timeout; an error where a transaction is open.
  package func begin(_ kind: TransactionKind) throws {
    try run((kind == .deferred ? Self.beginDeferred : Self.beginImmediate)())
  }

  /// Makes the transaction last. When it throws, nothing of it is kept: it is taken back here where SQLite has not done
  /// so.
  package func commit() throws {
    do {
      try run(Self.commit())
    } catch {
      rollback()
      throw error
    }
  }

  /// Takes the transaction back, where there is one. It cannot fail: what it cannot do is done when the file is opened
  /// next.
  package func rollback() { if isInTransaction { _ = try? run(Self.rollback()) } }

  /// Runs `body` in a transaction, which an error of `body` rolls back.
  @discardableResult
  package func transaction<Value>(_ kind: TransactionKind, _ body: () throws -> Value) throws -> Value {
    try begin(kind)
    do {
      let value = try body()
      try commit()
      return value
    } catch {
      rollback()
      throw error
    }
  }

  /// Runs `body` in a savepoint of the open transaction; an error of `body` rolls back this part and nothing else.
  ///
  /// - Throws: the error of `body`. `isInTransaction` is false where the rest of the transaction is gone as well.
  @discardableResult
  package func part<Value>(_ body: () throws -> Value) throws -> Value {
    try run(Self.savepoint())
    do {
      let value = try body()
      try run(Self.release())
      return value
    } catch {
      undoPart()
      throw error
    }
  }

  /// A part that cannot be undone must not be kept with the rest.
  private func undoPart() {
    guard isInTransaction else { return }
    do {
      try run(Self.rollbackToSavepoint())
      try run(Self.release())
    } catch {
      rollback()
    }
  }
}
