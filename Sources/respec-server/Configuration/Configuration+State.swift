// The way from the settings to a state manager.

import Logging
import MemoryState
import Postgres
import PostgresState
import SQLiteState
import State

extension Configuration {
  /// The state manager; `run` must go on beside its users.
  ///
  /// - Parameter isForOneCall: true for a command, which asks once and ends: one connection is enough for it.
  func makeStateManager(isForOneCall: Bool = false, logger: Logger) -> any StateManager {
    switch store {
    case .memory(let limit):
      MemoryStateManager(policies: policies, historyLimit: historyLimit, limits: MemoryLimits(state: limit))
    case .file(let file): makeManager(file, logger: logger)
    case .database(let database): makeManager(database, isForOneCall: isForOneCall, logger: logger)
    }
  }

  /// The executor on which calls go on that had to wait; nil for Swift's thread pool.
  var callExecutor: (any TaskExecutor)? {
    switch store {
    case .memory: nil
    case .file: WriterExecutor.shared
    case .database: CallExecutor.shared
    }
  }

  /// The manager of a state file.
  func makeManager(_ file: FileSettings, logger: Logger) -> SQLiteStateManager {
    SQLiteStateManager(
      path: file.path, timeout: .seconds(file.timeout), policies: policies, historyLimit: historyLimit, logger: logger)
  }

  /// The manager of a database.
  func makeManager(_ database: DatabaseSettings, isForOneCall: Bool, logger: Logger) -> PostgresStateManager {
    PostgresStateManager(
      isForOneCall ? database.poolForCommand : database.pool, replica: isForOneCall ? nil : database.replicaPool,
      migrates: database.autoMigrate, policies: policies, historyLimit: historyLimit, logger: logger)
  }
}

extension DatabaseSettings {
  /// The settings of a command's pool: one connection. A user waits for a command: it waits long enough for a database
  /// that is just starting, and no longer.
  var poolForCommand: PostgresConfiguration {
    var pool = pool
    pool.minimumConnections = 1
    pool.maximumConnections = 1
    pool.leaseTimeout = min(pool.leaseTimeout, .seconds(10))
    return pool
  }
}
