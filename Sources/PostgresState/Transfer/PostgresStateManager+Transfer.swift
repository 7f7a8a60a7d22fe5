// PostgresStateManager, transfer: whole projects read in one snapshot and written in one transaction.

import Models
import Postgres
import State

extension PostgresStateManager: ProjectTransfer {
  private static let beginSnapshot: PostgresCommand = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  /// Reads in a repeatable-read, read-only transaction, of the primary: a standby would end it for what it replays.
  public func withSnapshot<Result: Sendable>(
    _ body: @escaping @Sendable (any ProjectSnapshot) throws -> Result
  ) async throws(Failure) -> Result {
    try await readPrimary { connection in
      try connection.execute(Self.beginSnapshot)
      let result = try body(PostgresSnapshot(connection: connection))
      try connection.execute(.commit)
      return result
    }
  }

  /// Writes in one transaction, which an error of `body` rolls back.
  public func restore<Result: Codable & Sendable>(
    _ projects: [Name], replacing: Bool, _ body: @escaping @Sendable (any ProjectRestoration) throws -> Result
  ) async throws(Failure) -> Result {
    try await write(once: nil, to: { _ in nil }) { [historyLimit] connection, _ in
      let restoration = try PostgresRestoration(
        projects, replacing: replacing, historyLimit: historyLimit, on: connection)
      let result = try body(restoration)
      try restoration.finish()
      return result
    }.value
  }
}
