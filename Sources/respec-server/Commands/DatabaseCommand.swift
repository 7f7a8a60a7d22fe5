// DatabaseCommand: how commands that need the database get at it.

import ArgumentParser
import Logging
import Models
import Platform
import PostgresState

/// What commands on the database do alike.
enum DatabaseCommand {
  /// Runs `body` with the state in the database, over one connection.
  ///
  /// - Throws: the exit, after saying on standard error why it cannot be done. With `json` a failure is printed too.
  static func run<Result: Sendable>(
    doing work: String, json: Bool, _ body: @escaping @Sendable (PostgresStateManager) async throws -> Result
  ) throws -> Result {
    let configuration = try Startup.configuration()
    guard configuration.usesDatabase else {
      CommandOutput.complain(
        "respec-server: cannot \(work): state in memory ends with its process: set STATE_MANAGER=database and "
          + "DATABASE_URL")
      throw ExitCode.failure
    }
    let manager = PostgresStateManager(
      configuration.database.poolForCommand, migrates: configuration.database.autoMigrate,
      policies: configuration.policies, historyLimit: configuration.historyLimit,
      logger: Startup.commandLogger(configuration))
    let background = BackgroundWork(after: .zero) { await manager.run() }
    defer { background.stop(patience: 1) }
    do {
      return try waiting { try await body(manager) }
    } catch {
      throw try Startup.failure(error, doing: work, json: json)
    }
  }
}

extension Configuration {
  /// True where state is in a database: as in the server, or because one is named and nothing says memory.
  fileprivate var usesDatabase: Bool {
    stateManager == .database
      || (Environment.value(ConfigurationVariable.stateManager.name) == nil
        && Environment.value(ConfigurationVariable.databaseURL.name) != nil)
  }
}
