// The file manager's whole projects: read out in one snapshot, put back in one transaction.

import Models
import SQLite
import State

extension SQLiteStateManager: ProjectTransfer {
  public func withSnapshot<Result: Sendable>(
    _ body: @escaping @Sendable (any ProjectSnapshot) throws -> Result
  ) async throws(Failure) -> Result {
    try await readApart { file in try body(SQLiteSnapshot(file: file)) }
  }

  public func restore<Result: Codable & Sendable>(
    _ projects: [Name], replacing: Bool, _ body: @escaping @Sendable (any ProjectRestoration) throws -> Result
  ) async throws(Failure) -> Result {
    try await write(once: nil, isLong: true) { [historyLimit] file in
      let restoration = try SQLiteRestoration(projects, replacing: replacing, in: file)
      let result = try body(restoration)
      try restoration.finish(historyLimit: historyLimit)
      return result
    }
  }
}
