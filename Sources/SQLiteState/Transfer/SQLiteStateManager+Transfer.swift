// SQLiteStateManager, transfer: whole projects read in one snapshot and written in one transaction.

import Models
import SQLite
import State

extension SQLiteStateManager: ProjectTransfer {
  /// Reads in one read transaction, on a connection and a thread of its own.
  public func withSnapshot<Result: Sendable>(
    _ body: @escaping @Sendable (any ProjectSnapshot) throws -> Result
  ) async throws(Failure) -> Result {
    try await readApart { file in try body(SQLiteSnapshot(file: file)) }
  }

  /// Writes in one transaction, which an error of `body` rolls back.
  public func restore<Result: Codable & Sendable>(
    _ projects: [Name], replacing: Bool, _ body: @escaping @Sendable (any ProjectRestoration) throws -> Result
  ) async throws(Failure) -> Result {
    try await write(once: nil, isLong: true) { [historyLimit] file, author in
      let restoration = try SQLiteRestoration(projects, replacing: replacing, in: file)
      let result = try body(restoration)
      try restoration.finish(historyLimit: historyLimit)
      for project in projects { try file.record(Change(project, .imported), by: author) }
      return result
    }.value
  }
}
