// LossTests: connections that end, at every moment at which they can.

import XCTest

@testable import Postgres

final class LossTests: DatabaseTestCase {
  func testBackendEndedWhileIdle_isReplacedUnnoticed() async throws {
    try await withAdministrator { administrator in
      try await withPool { pool in
        for _ in 0..<20 {
          let backend = try await pool.backend()
          try await administrator.terminate(backend)
          let next = try await pool.backend()
          XCTAssertNotEqual(next, backend)
        }
      }
    }
  }

  func testBackendEndedInAStatement_hasCommittedNothing() async throws {
    let error = try await errorWhenEnded { try $0.execute("SELECT pg_sleep(60)") }
    XCTAssertEqual(error.kind, .connectionLost)
    // The server sent its FATAL before the statement's result, and so before the commit that follows it.
    XCTAssertEqual(error.commitOutcome, .notCommitted)
    XCTAssertEqual(error.sqlState, .adminShutdown)
    XCTAssertEqual(error.sql, "SELECT pg_sleep(60)")
  }

  func testBackendEndedInAReadingStatement_hasCommittedNothing() async throws {
    let read = PostgresStatement("SELECT pg_sleep(60)", onlyReads: true)
    let error = try await errorWhenEnded { try $0.execute(read) }
    XCTAssertEqual(error.commitOutcome, .notCommitted)
    XCTAssert(error.isWorthRepeating)
  }

  func testBackendEndedBeforeCommitIsSent_hasCommittedNothing() async throws {
    let error = try await errorWhenEnded { try $0.pipeline([.begin, "SELECT pg_sleep(60)"]) }
    XCTAssertEqual(error.kind, .connectionLost)
    XCTAssertEqual(error.commitOutcome, .notCommitted)
    XCTAssert(error.isWorthRepeating)
  }

  func testBackendEndedAfterCommitIsSentAndBeforeItRuns_hasCommittedNothing() async throws {
    let error = try await errorWhenEnded { connection in
      try connection.execute(.begin)
      try connection.pipeline(["SELECT pg_sleep(60)", .commit])
    }
    XCTAssertEqual(error.commitOutcome, .notCommitted)
    XCTAssert(error.isWorthRepeating)
  }

  /// A table of the connection's own, whose rows make the commit sleep.
  private static let slowCommits = """
    CREATE TEMP TABLE slow (a int);
    CREATE FUNCTION pg_temp.rest() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER rest AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION pg_temp.rest()
    """

  func testBackendEndedInTheCommit_leavesTheOutcomeUnknown() async throws {
    let byCommand = try await errorWhenEnded { connection in
      try connection.executeScript(Self.slowCommits, timeout: .seconds(5))
      try connection.pipeline([.begin, "INSERT INTO slow VALUES (1)", .commit])
    }
    let byItself = try await errorWhenEnded { connection in
      try connection.executeScript(Self.slowCommits, timeout: .seconds(5))
      try connection.execute("INSERT INTO slow VALUES (1)")
    }
    for error in [byCommand, byItself] {
      XCTAssertEqual(error.kind, .connectionLost)
      XCTAssertEqual(error.commitOutcome, .unknown)
      XCTAssertFalse(error.isWorthRepeating)
    }
  }

  func testBackendEndedBetweenStatements_failsTheNextOne() async throws {
    try await withPool { pool in
      let error = try await thrown {
        try await pool.withConnection { connection in
          try connection.execute(.begin)
          _ = try? connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
          try connection.execute("SELECT 1")
        }
      }
      XCTAssertEqual(error.kind, .connectionLost)
      XCTAssertEqual(error.commitOutcome, .notCommitted)
      let one = try await pool.int("SELECT 1")
      XCTAssertEqual(one, 1)
    }
  }

  private func errorWhenEnded(
    _ body: @escaping @Sendable (isolated PostgresConnection) throws -> Void
  ) async throws -> PostgresError {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        let backend = try await pool.backend()
        let task = Task { try await pool.withConnection(body) }
        try await administrator.awaitSleep(of: backend)
        try await administrator.terminate(backend)
        let error = try await thrown { try await task.value }
        _ = try await pool.backend()
        return error
      }
    }
  }

  // MARK: The whole server

  func testStoppedAndStarted_servesAgain() async throws {
    for mode in ["fast", "immediate"] {
      let cluster = try PrivateCluster()
      var configuration = try configuration(maximum: 3)
      configuration.uri = cluster.uri
      configuration.minimumConnections = 2
      try await withPool(configuration) { pool in
        _ = try await pool.backend()
        try cluster.stop(mode)
        let calls = (0..<10).map { number in Task { try await pool.int("SELECT $1::int", .int(number)) } }
        let cancelled = Task { try await pool.int("SELECT 1") }
        cancelled.cancel()
        let error = try await thrown { try await cancelled.value }
        XCTAssertEqual(error.kind, .cancelled)
        try cluster.start()
        for (number, call) in calls.enumerated() {
          let answer = try await call.value
          XCTAssertEqual(answer, number)
        }
      }
    }
  }

  func testStopped_failsCallsAfterTheWaitWithTheCause() async throws {
    let cluster = try PrivateCluster()
    var configuration = try configuration(maximum: 3)
    configuration.uri = cluster.uri
    configuration.leaseTimeout = .milliseconds(300)
    try await withPool(configuration) { pool in
      _ = try await pool.backend()
      try cluster.stop("fast")
      let start = ContinuousClock.now
      let error = try await thrown { try await pool.backend() }
      XCTAssertEqual(error.kind, .cannotConnect)
      XCTAssert(error.message.contains("no connection within 300 ms: connection to server"), error.message)
      XCTAssertLessThan(ContinuousClock.now - start, .seconds(2))
    }
  }

  func testTooManyConnections_waitsForOneOfItsOwn() async throws {
    let cluster = try PrivateCluster()
    var configuration = try configuration(maximum: 5)
    configuration.uri = cluster.uri
    // Superusers have no limit, and from PostgreSQL 16 on the cluster's first role must stay one.
    try await withPool(configuration) { try await $0.run("CREATE ROLE limited LOGIN CONNECTION LIMIT 2") }
    configuration.uri = cluster.uri(of: "limited")
    try await withPool(configuration) { pool in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<40 { group.addTask { try await pool.int("SELECT $1::int", .int(number)) } }
        let sum = try await group.reduce(0, +)
        XCTAssertEqual(sum, 780)
      }
    }
  }
}
