// PoolLifeTests: connections of a real server that are opened when calls need them, and given back.

import XCTest

@testable import Postgres

final class PoolLifeTests: DatabaseTestCase {
  private func configuration(_ name: String, minimum: Int, idle: Duration) throws -> PostgresConfiguration {
    var configuration = try configuration(maximum: 4)
    configuration.applicationName = name
    configuration.minimumConnections = minimum
    configuration.idleLifetime = idle
    return configuration
  }

  /// A name of the test's own: other tests have connections, too.
  private func name() -> String { "pool-life-\(UInt32.random(in: 0 ... .max))" }

  private static let count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1"

  private static let endSleeper = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = $1 AND wait_event = 'PgSleep'
    """

  /// Asks until there are so many connections.
  private func wait(_ administrator: PostgresPool, for count: Int, of name: String) async throws {
    while try await administrator.int(Self.count, .text(name)) != count {}
  }

  /// Three calls at once, which are stopped when each is at work: earlier a request to cancel it might come too early.
  private func openThree(_ pool: PostgresPool, _ administrator: PostgresPool, _ name: String) async throws {
    let calls = (0..<3).map { _ in Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") } }
    while try await administrator.int(Self.count + " AND wait_event = 'PgSleep'", .text(name)) != 3 {}
    for call in calls { call.cancel() }
    for call in calls { _ = await call.result }
  }

  func testConnections_whenCallsNeedThem_areOpened() async throws {
    let name = name()
    try await withAdministrator { administrator in
      try await withPool(configuration(name, minimum: 3, idle: .seconds(300))) { pool in
        let none = try await administrator.int(Self.count, .text(name))
        XCTAssertEqual(none, 0, "before the first call")
        for _ in 0..<5 { _ = try await pool.backend() }
        let one = try await administrator.int(Self.count, .text(name))
        XCTAssertEqual(one, 1, "one call at a time")
        try await openThree(pool, administrator, name)
        _ = try await pool.backend()
        let kept = try await administrator.int(Self.count, .text(name))
        XCTAssertEqual(kept, 3)
      }
      try await wait(administrator, for: 0, of: name)
    }
  }

  func testConnections_whenNoCallComes_areGivenBackAndOpenedAgain() async throws {
    for minimum in [0, 3] {
      let name = name()
      try await withAdministrator { administrator in
        try await withPool(configuration(name, minimum: minimum, idle: .milliseconds(200))) { pool in
          for _ in 0..<2 {
            _ = try await pool.backend()
            try await wait(administrator, for: 0, of: name)
          }
        }
      }
    }
  }

  /// One is lost under its call; the others, idle since before that, are as dead for all the pool knows.
  func testConnections_whenOneIsLost_areGivenUpWithIt() async throws {
    let name = name()
    try await withAdministrator { administrator in
      try await withPool(configuration(name, minimum: 3, idle: .seconds(300))) { pool in
        try await openThree(pool, administrator, name)
        let call = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        while try await administrator.int(Self.endSleeper, .text(name)) == 0 {}
        _ = await call.result
        try await wait(administrator, for: 0, of: name)
        _ = try await pool.backend()
      }
    }
  }
}
