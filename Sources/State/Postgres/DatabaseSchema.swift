// DatabaseSchema: the schema as an operator sees it, apart from any server.

import Logging
import Models
import Postgres

/// Looks at and changes the schema of a database.
public struct DatabaseSchema: Sendable {
  private let configuration: PostgresConfiguration
  private let logger: Logger

  /// - Parameter configuration: one connection is enough.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Applies what is missing.
  ///
  /// - Returns: the migrations that this call applied.
  /// - Throws: `Failure` for a schema that this binary must not touch, a role that lacks the right to, or a database
  ///   that cannot be reached.
  public func migrate() async throws -> [Migration] {
    try await withPool { try Migrator.migrate(on: $0).applied }
  }

  /// Compares the database with this binary. Throws as `migrate` does.
  public func status() async throws -> SchemaStatus { try await withPool { try Migrator.status(on: $0) } }

  /// What `migrate` would apply. Changes nothing, and throws where `migrate` would be refused.
  public func plan() async throws -> [Migration] { try await withPool { try Migrator.plan(on: $0) } }

  private func withPool<Result: Sendable>(
    _ body: @escaping @Sendable (isolated PostgresConnection) throws -> Result
  ) async throws -> Result {
    let pool = PostgresPool(configuration, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await pool.run() }
      defer { pool.shutdown() }
      do {
        return try await pool.withConnection(body)
      } catch let error as PostgresError {
        throw Failure(database: error)
      }
    }
  }
}
