// How the settings become a state manager.

import Logging
import MemoryState
import Postgres
import PostgresState
import State

extension Configuration {
  /// The state manager, and what must run beside its user for it.
  ///
  /// - Parameter isForOneCall: true for a command, which asks once and ends: one connection is enough for it.
  func makeStateManager(
    isForOneCall: Bool = false, logger: Logger
  ) -> (state: any StateManager, work: (@Sendable () async -> Void)?) {
    switch stateManager {
    case .memory: return (MemoryStateManager(policies: policies, historyLimit: historyLimit), nil)
    case .database:
      let manager = PostgresStateManager(
        isForOneCall ? database.poolForCommand : database.pool, migrates: database.autoMigrate, policies: policies,
        historyLimit: historyLimit, logger: logger)
      return (manager, { await manager.run() })
    }
  }
}

extension DatabaseSettings {
  /// The settings of a command's pool: one connection. Somebody sits in front of a command: it waits long enough for
  /// a database that is just starting, not for a wrong password.
  var poolForCommand: PostgresConfiguration {
    var pool = pool
    pool.minimumConnections = 1
    pool.maximumConnections = 1
    pool.leaseTimeout = min(pool.leaseTimeout, .seconds(10))
    return pool
  }
}
