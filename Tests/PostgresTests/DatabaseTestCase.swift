// DatabaseTestCase: the common part of the tests against a real PostgreSQL.

import Foundation
import Logging
import XCTest

@testable import Postgres

class DatabaseTestCase: XCTestCase {
  /// The URI of the test database.
  func uri(superuser: Bool = false) throws -> String {
    guard let uri = ProcessInfo.processInfo.environment["RESPEC_TEST_DATABASE_URL"] else {
      XCTFail("RESPEC_TEST_DATABASE_URL is not set: run scripts/test, or scripts/test-database swift test")
      throw CancellationError()
    }
    return superuser ? uri.replacingOccurrences(of: "respec:respec@", with: "postgres@") : uri
  }

  func configuration(maximum: Int = 4) throws -> PostgresConfiguration {
    var configuration = PostgresConfiguration(uri: try uri(), applicationName: "respec-test")
    configuration.minimumConnections = 0
    configuration.maximumConnections = maximum
    return configuration
  }

  /// Runs a pool for as long as the body takes.
  func withPool<Value>(
    _ configuration: PostgresConfiguration, logger: Logger? = nil, _ body: (PostgresPool) async throws -> Value
  ) async throws -> Value {
    let pool = PostgresPool(configuration, logger: logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let keeper = Task { await pool.run() }
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body(pool)) } catch { outcome = .failure(error) }
    pool.shutdown()
    await keeper.value
    return try outcome.get()
  }

  func withPool<Value>(maximum: Int = 4, _ body: (PostgresPool) async throws -> Value) async throws -> Value {
    try await withPool(configuration(maximum: maximum), body)
  }

  /// A pool of one connection as a superuser, beside the one under test.
  func withAdministrator<Value>(_ body: (PostgresPool) async throws -> Value) async throws -> Value {
    var configuration = try configuration(maximum: 1)
    configuration.uri = try uri(superuser: true)
    return try await withPool(configuration, body)
  }

  func thrown<Value>(by body: () async throws -> Value) async throws -> PostgresError {
    do {
      _ = try await body()
    } catch let error as PostgresError {
      return error
    }
    XCTFail("nothing was thrown")
    throw CancellationError()
  }
}

extension PostgresPool {
  /// Runs one statement and reads its first value.
  func int(_ sql: String, _ parameters: PostgresValue...) async throws -> Int {
    try await withConnection { try $0.execute(PostgresStatement(sql), parameters)[0].int(0) }
  }

  func run(_ sql: String) async throws {
    try await withConnection { try $0.executeScript(sql, timeout: .seconds(20)) }
  }

  /// The server process of the connection that is lent next.
  func backend() async throws -> Int { try await int("SELECT pg_backend_pid()") }

  /// Asks until the statement of this process sleeps in pg_sleep.
  func awaitSleep(of backend: Int) async throws {
    while try await int(
      "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", .int(backend))
      == 0
    {}
  }

  /// Ends a server process, and asks until it is gone.
  func terminate(_ backend: Int) async throws {
    _ = try await int("SELECT pg_terminate_backend($1)::int", .int(backend))
    while try await int("SELECT count(*) FROM pg_stat_activity WHERE pid = $1", .int(backend)) > 0 {}
  }
}
