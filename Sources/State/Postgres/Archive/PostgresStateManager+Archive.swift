// The PostgreSQL manager's whole projects: read out in one snapshot, put back in one transaction.

import Models
import Postgres

extension PostgresStateManager {
  private static let beginSnapshot: PostgresCommand = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  /// Gives the database at one moment to `body`, which runs again from its start where the connection was lost.
  ///
  /// - Throws: what `body` throws, as a `Failure`.
  public func withSnapshot<Result: Sendable>(
    _ body: @Sendable (ProjectSnapshot) throws -> Result
  ) async throws(Failure) -> Result {
    try await read { connection in
      try connection.execute(Self.beginSnapshot)
      let result = try body(ProjectSnapshot(connection: connection))
      try connection.execute(.commit)
      return result
    }
  }

  /// Fills `projects` with what `body` puts in, in one transaction that is undone by whatever it throws. `body` runs
  /// again from its start where another transaction or a lost connection got in the way.
  ///
  /// - Parameter replacing: whether projects that exist are taken away first; otherwise they are a conflict.
  /// - Throws: `already_exists`, `conflict`, or what `body` throws, as a `Failure`.
  public func restore<Result: Codable & Sendable>(
    _ projects: [Name], replacing: Bool, _ body: @Sendable (ProjectRestoration) throws -> Result
  ) async throws(Failure) -> Result {
    try await write(once: nil) { [historyLimit] connection, _ in
      let restoration = try ProjectRestoration(
        projects, replacing: replacing, historyLimit: historyLimit, on: connection)
      let result = try body(restoration)
      try restoration.finish()
      return result
    }
  }
}
