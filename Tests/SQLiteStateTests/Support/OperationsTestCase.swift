// OperationsTestCase: managers with settings of their own, on one file or on several.

import Logging
import Models
import SQLite
import State
import StateContract

@testable import SQLiteState

class OperationsTestCase: StateFileTestCase {
  /// For the contract and for random operations: managers on one file.
  var managers: MakeManager { { [path] settings in Self.manager(path, settings) } }

  /// A manager on another file than all others.
  func otherManager(historyLimit: Int = 10) -> SQLiteStateManager {
    Self.manager(folder + "/other.db", ManagerSettings(historyLimit: historyLimit))
  }

  static func manager(_ path: String, _ settings: ManagerSettings) -> SQLiteStateManager {
    SQLiteStateManager(
      path: path, policies: settings.policies, historyLimit: settings.historyLimit, recording: settings.recording,
      sources: settings.sources,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// A connection of the test's own, for looking behind the manager.
  func connection() throws -> SQLiteConnection { try SQLiteConnection(path: path, mode: .readWrite) }
}
