// StoreCommand: the way of commands to a store that outlives its servers.

import ArgumentParser
import Logging
import Models
import Platform
import PostgresState
import SQLiteState
import State

/// The steps that commands on a file or a database have in common.
enum StoreCommand {
  /// The settings, of which `DATABASE_URL` or `STATE_FILE` alone say where state is.
  ///
  /// - Throws: the exit, after saying on standard error what is wrong with them.
  static func configuration() throws -> Configuration {
    let isSet = { (variable: ConfigurationVariable) in Environment.value(variable.name) != nil }
    if isSet(.stateManager) { return try Startup.configuration() }
    switch (isSet(.databaseURL), isSet(.stateFile)) {
    case (true, true):
      CommandOutput.complain(
        "respec-server: DATABASE_URL and STATE_FILE are both set: say with STATE_MANAGER=database or "
          + "STATE_MANAGER=file which is meant")
      throw ExitCode.failure
    case (true, false): return try Startup.configuration(standardStore: .database)
    case (false, true): return try Startup.configuration(standardStore: .file)
    case (false, false): return try Startup.configuration()
    }
  }

  /// Runs `body` with the state in the file or, over one connection, in the database.
  ///
  /// - Throws: the exit, after saying on standard error why it cannot be done. With `json` a failure is printed too.
  static func run<Result: Sendable>(
    doing work: String, json: Bool,
    _ body: @escaping @Sendable (any StateManager & ProjectTransfer) async throws -> Result
  ) throws -> Result {
    let configuration = try configuration()
    let logger = Startup.commandLogger(configuration)
    let manager: any StateManager & ProjectTransfer
    switch configuration.store {
    case .memory: throw notInMemory(doing: work)
    case .file(let file): manager = configuration.makeManager(file, logger: logger)
    case .database(let database):
      manager = configuration.makeManager(database, isForOneCall: true, logger: logger)
    }
    let background = BackgroundWork(after: .zero) { await manager.run() }
    defer { background.stop(patience: 1) }
    do {
      return try waiting { try await body(manager) }
    } catch {
      throw try Startup.failure(error, doing: work, json: json)
    }
  }

  /// The schema of the file or the database.
  static func schema(doing work: String) throws -> any SchemaAdministration {
    let configuration = try configuration()
    switch configuration.store {
    case .memory: throw notInMemory(doing: work)
    case .file(let file): return FileSchema(path: file.path, timeout: .seconds(file.timeout))
    case .database(let database):
      return DatabaseSchema(database.poolForCommand, logger: Startup.commandLogger(configuration))
    }
  }

  /// Refuses a command that changes the state in an environment where nothing may.
  ///
  /// - Throws: the exit, after saying so on standard error.
  static func requireWriting(doing work: String) throws {
    guard try configuration().isReadOnly else { return }
    CommandOutput.complain("respec-server: cannot \(work): MCP_READ_ONLY is true, and this would change the state")
    throw ExitCode.failure
  }

  /// Says that state in memory is out of a command's reach, and gives the exit for it.
  static func notInMemory(doing work: String) -> ExitCode {
    CommandOutput.complain(
      "respec-server: cannot \(work): state in memory ends with its process: set STATE_MANAGER=file, or "
        + "STATE_MANAGER=database and DATABASE_URL")
    return .failure
  }
}
