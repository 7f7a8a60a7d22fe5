// TestDatabase: managers on the PostgreSQL that scripts/test has started.

import Foundation
import Logging
import Models
import Postgres
import PostgresState
import State
import StateContract
import Synchronization

/// The database of the tests, and the managers that a test has made on it.
final class TestDatabase: Sendable {
  private let configuration: PostgresConfiguration
  private let replica: PostgresConfiguration?
  private let logger: Logger
  private let running = Mutex<[Task<Void, Never>]>([])

  /// The database that scripts/test has made.
  ///
  /// - Throws: when there is none, saying how to get one.
  static func commonURI() throws -> String {
    guard let uri = getenv("RESPEC_TEST_DATABASE_URL") else { throw MissingTestDatabase() }
    return String(cString: uri)
  }

  /// A parameter of that URI, such as `host`: the folder of the socket.
  static func parameter(_ name: String) throws -> String? {
    URLComponents(string: try commonURI())?.queryItems?.first { $0.name == name }?.value
  }

  /// - Parameters:
  ///   - uri: another way to the database, such as through a pooler; nil for the straight one.
  ///   - replica: a standby that is to answer reads; nil for none.
  /// - Throws: when there is no database, saying how to get one.
  init(
    uri: String? = nil, replica: String? = nil, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  ) throws {
    configuration = Self.configuration(try uri ?? Self.commonURI())
    self.replica = replica.map(Self.configuration)
    self.logger = logger
  }

  private static func configuration(_ uri: String) -> PostgresConfiguration {
    var configuration = PostgresConfiguration(uri: uri, applicationName: "respec-tests")
    configuration.minimumConnections = 1
    configuration.maximumConnections = 8
    return configuration
  }

  /// A running manager; it ends with `stop`.
  func manager(_ settings: ManagerSettings) async throws -> PostgresStateManager {
    let manager = PostgresStateManager(
      configuration, replica: replica, policies: settings.policies, historyLimit: settings.historyLimit,
      sources: settings.sources, logger: logger)
    running.withLock { $0.append(Task { await manager.run() }) }
    return manager
  }

  /// Runs `body` on a connection of its own, beside every manager.
  func withConnection<Value: Sendable>(
    _ body: @escaping @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    let pool = PostgresPool(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await pool.run() }
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await pool.withConnection(body)) } catch { outcome = .failure(error) }
    pool.shutdown()
    await running.value
    return try outcome.get()
  }

  /// Ends all managers and waits for their connections to close.
  func stop() async {
    let tasks = running.withLock { tasks in
      defer { tasks = [] }
      return tasks
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }
}

/// No database to test against.
struct MissingTestDatabase: Error, CustomStringConvertible {
  var description: String {
    "RESPEC_TEST_DATABASE_URL is not set: run the tests with scripts/test, which starts a PostgreSQL for them"
  }
}
