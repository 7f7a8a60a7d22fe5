// DatabaseSchema: the schema of a database as an operator sees it, apart from any server.

import Logging
import Models
import Postgres
import State

/// Looks at and changes the schema of a database.
public struct DatabaseSchema: SchemaAdministration {
  private let configuration: PostgresConfiguration
  private let logger: Logger

  /// The schema of the database that `configuration` leads to; each call opens a pool of its own.
  ///
  /// - Parameter configuration: one connection is enough.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Applies the missing migrations, each under the migrators' advisory lock.
  ///
  /// - Throws: `Failure` as `SchemaAdministration` says.
  public func migrate() async throws -> [Migration] {
    let report: MigrationLock.Report = { [logger] in $0.log(logger) }
    return try await withPool { try Migrator.migrate(on: $0, whileWaiting: report).applied }
  }

  /// Reads the record of migrations.
  ///
  /// - Throws: `Failure` as `SchemaAdministration` says.
  public func status() async throws -> SchemaStatus {
    try await withPool { try Migrator.status(on: $0) }
  }

  /// Reads the record of migrations and checks that `migrate` may apply the rest.
  ///
  /// - Throws: `Failure` as `SchemaAdministration` says.
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
