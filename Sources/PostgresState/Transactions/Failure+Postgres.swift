// Failure+Postgres: the failures that a caller sees for errors of the database; docs/contract.md, "Errors".

import Models
import Postgres
import State

extension Failure {
  static let outcomeUnknown = Failure(
    .outcomeUnknown,
    "The connection was lost while the change was being committed: it is there or not. Read back, or repeat the call "
      + "with the same idempotency_key.")

  /// A statement was stopped before its time-out, and not by this process.
  static let stoppedByOthers = Failure(
    .unavailable, "Somebody cancelled the statement in the database. Nothing was changed: try again.")

  /// The failure that tells an error of the database, without values and secrets.
  init(database error: any Error) {
    guard let error = error as? PostgresError else {
      self.init(.internal, "The server failed: \(error).")
      return
    }
    switch error.kind {
    case .cannotConnect, .shutDown:
      self.init(.unavailable, "The database cannot be reached (\(error.message)). Nothing was done: try again.")
    case .connectionLost where error.commitOutcome == .unknown:
      self = .outcomeUnknown
    case .connectionLost:
      self.init(.unavailable, "The connection to the database was lost. Nothing was changed: try again.")
    case .timeout:
      self.init(
        .timeout, "The database took longer than DATABASE_COMMAND_TIMEOUT and was stopped. Nothing was changed.")
    case .poolTimeout:
      self.init(
        .busy, "All database connections were in use for the whole DATABASE_POOL_TIMEOUT. Nothing was done: try again.")
    case .cancelled: self.init(.internal, "The call was cancelled. Nothing was changed.")
    default: self.init(server: error)
    }
  }

  private init(server error: PostgresError) {
    switch error.sqlState {
    case .undefinedTable?, .undefinedColumn?:
      self.init(
        .unavailable,
        "The database does not have the tables of this version (\(error.message)): run respec-server migrate.")
    case .readOnlyTransaction?:
      self.init(
        .unavailable,
        "The database takes no changes, as a standby does: put target_session_attrs=read-write into DATABASE_URL.")
    case let state? where state.isWorthARetry:
      self.init(
        .unavailable,
        "The database could not do it now (SQLSTATE \(state): \(error.message)). Nothing was changed: try again.")
    case .insufficientPrivilege?:
      self.init(.internal, "The database role lacks a right (\(error.message)): respec-server doctor tells which.")
    case let state?:
      self.init(
        .internal,
        "The database refused the call (SQLSTATE \(state)); the server's log has its words. Nothing was changed.")
    case nil:
      self.init(.internal, "The database holds a row that cannot be read; the server's log says what is wrong with it.")
    }
  }
}

extension SQLState {
  /// True for what passes or is mended while the server runs: resources used up (class 53), a disk that fails, a lock
  /// that was not had in time, conflicts that stayed after all attempts.
  fileprivate var isWorthARetry: Bool {
    rawValue.hasPrefix("53") || ["58030", "55P03"].contains(rawValue) || self == .serializationFailure
      || self == .deadlockDetected
  }
}
