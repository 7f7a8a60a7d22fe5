// PoolerTests: connections through a pgbouncer with its defaults, which refuses start-up options and, in transaction
// mode, gives each transaction whichever session is free.

import Foundation
import TestSupport
import XCTest

@testable import Postgres

final class PoolerTests: DatabaseTestCase {
  /// A pooler before the test database, and the configuration of a pool that goes through it.
  private func pooled(
    _ mode: Pooler.Mode, sessions: Int = 20, maximum: Int = 4, keepsStatements: Bool = true
  ) throws -> (pooler: Pooler, configuration: PostgresConfiguration) {
    let parameters = try ConnectionParameters(configuration(), LibPQ.load()).values
    let pooler = try Pooler(
      mode, host: parameters["host"] ?? "", port: parameters["port"] ?? "", keepsStatements: keepsStatements,
      settings: ["default_pool_size = \(sessions)"])
    var configuration = try configuration(maximum: maximum)
    configuration.uri = pooler.uri("respec_test")
    return (pooler, configuration)
  }

  private static let settings = PostgresStatement(
    """
    SELECT current_setting('search_path'), current_setting('statement_timeout'), current_setting('lock_timeout'),
      current_setting('transaction_isolation'), current_setting('row_security')
    """)

  /// The settings as each transaction has them, however it is sent.
  private static func transactions(_ connection: isolated PostgresConnection) throws -> [[String]] {
    let alone = try connection.execute(settings)
    let together = try connection.pipeline(["SELECT 1", PostgresCommand(settings)])[1]
    let begun = try connection.pipeline([.begin, PostgresCommand(settings)])[1]
    let ended = try connection.pipeline([PostgresCommand(settings), .commit])[0]
    return try [alone, together, begun, ended].map { rows in try (0..<5).map { try rows[0].text($0) } }
  }

  func testSettings_whenAPoolerLendsSessions_holdInEachTransactionAndStayInIt() async throws {
    let expected = [#""public", pg_temp"#, "1500ms", "0", "read committed", "off"]
    for mode in Pooler.Mode.allCases {
      var (pooler, configuration) = try pooled(mode, sessions: 1, maximum: 1)
      configuration.commandTimeout = .milliseconds(1500)
      try await withPool(configuration) { pool in
        let found = try await pool.withConnection { connection in
          XCTAssertTrue(connection.isPooled)
          return try Self.transactions(connection)
        }
        XCTAssertEqual(found, Array(repeating: expected, count: 4), "\(mode)")
        // A script outside a block is sent as it is.
        try await pool.run(
          """
          DO $$ BEGIN ASSERT current_setting('search_path') = '"$user", public', current_setting('search_path'); END $$
          """)
      }
      withExtendedLifetime(pooler) {}
    }
  }

  func testDirectConnection_whenThereIsNoPooler_isNotTakenForOne() async throws {
    try await withPool { pool in
      let isPooled = try await pool.withConnection { $0.isPooled }
      XCTAssertFalse(isPooled)
    }
  }

  /// In session mode they are kept.
  func testStatements_whenASessionKeepsThem_arePrepared() async throws {
    let (pooler, configuration) = try pooled(.session)
    try await withPool(configuration) { pool in
      for _ in 0..<3 {
        let count = try await pool.int("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'respec_%'")
        XCTAssertGreaterThan(count, 0)
      }
    }
    withExtendedLifetime(pooler) {}
  }

  /// Two clients share the pooler's only session: what one has prepared is there already when the other comes.
  func testStatement_whenAnotherClientHasPreparedIt_worksAtTheNextAttempt() async throws {
    let log = RecordingLog()
    let (pooler, configuration) = try pooled(.transaction, sessions: 1, keepsStatements: false)
    try await withPool(configuration) { first in
      _ = try await first.int("SELECT 7")
      try await withPool(configuration, logger: log.logger) { second in
        let error = try await thrown { try await second.int("SELECT 7") }
        XCTAssertEqual(error.sqlState, .duplicatePreparedStatement)
        XCTAssertTrue(error.isStaleStatement)
        for _ in 0..<3 {
          let seven = try await second.int("SELECT 7")
          XCTAssertEqual(seven, 7)
        }
      }
    }
    XCTAssertEqual(log.lines.count { $0.contains("does not keep prepared statements") }, 1, "\(log.lines)")
    withExtendedLifetime(pooler) {}
  }

  func testStatement_whenItsSessionIsGone_worksAtTheNextAttempt() async throws {
    let (pooler, configuration) = try pooled(.transaction, sessions: 1, keepsStatements: false)
    try await withAdministrator { administrator in
      try await withPool(configuration) { pool in
        let backend = try await pool.backend()
        try await administrator.terminate(backend)
        let error = try await thrown { try await pool.backend() }
        XCTAssertEqual(error.sqlState, .invalidStatementName)
        XCTAssertTrue(error.isStaleStatement)
        let next = try await pool.backend()
        XCTAssertNotEqual(next, backend)
      }
    }
    withExtendedLifetime(pooler) {}
  }

  func testStatements_whenNotToBePrepared_areNot() async throws {
    var (pooler, configuration) = try pooled(.transaction, sessions: 1)
    configuration.preparesStatements = false
    try await withPool(configuration) { first in
      try await withPool(configuration) { second in
        for pool in [first, second, first, second] {
          let count = try await pool.int("SELECT count(*) FROM pg_prepared_statements")
          XCTAssertEqual(count, 0)
        }
      }
    }
    withExtendedLifetime(pooler) {}
  }

  func testError_whenInTheMiddle_undoesTheTransactionAndLeavesTheConnectionUsable() async throws {
    let (pooler, configuration) = try pooled(.transaction)
    try await withPool(configuration) { pool in
      try await pool.run("DROP TABLE IF EXISTS pooled; CREATE TABLE pooled (n int PRIMARY KEY)")
      try await pool.withConnection { connection in
        XCTAssertThrowsError(
          try connection.pipeline(["INSERT INTO public.pooled VALUES (1)", PostgresCommand("SELECT 1 / $1", [0])])
        ) { XCTAssertEqual(($0 as? PostgresError)?.sql, "SELECT 1 / $1") }
        XCTAssertEqual(try connection.execute("SELECT count(*) FROM pooled")[0].int(0), 0)
        XCTAssertEqual(try connection.execute("INSERT INTO pooled VALUES (2)").affectedRows, 1)
      }
      let sum = try await pool.int("SELECT sum(n) FROM pooled")
      XCTAssertEqual(sum, 2)
      try await pool.run("DROP TABLE pooled")
    }
    withExtendedLifetime(pooler) {}
  }

  func testStatement_whenItTakesTooLongOrIsCancelled_isStopped() async throws {
    var (pooler, configuration) = try pooled(.transaction, maximum: 1)
    configuration.preparesStatements = false
    configuration.commandTimeout = .milliseconds(200)
    try await withAdministrator { administrator in
      try await withPool(configuration) { pool in
        let error = try await thrown { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        XCTAssertEqual(error.kind, .timeout)
      }
      configuration.commandTimeout = .seconds(60)
      try await withPool(configuration) { pool in
        let backend = try await pool.backend()
        let task = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        try await administrator.awaitSleep(of: backend)
        task.cancel()
        let error = try await thrown { try await task.value }
        XCTAssertEqual(error.kind, .cancelled)
        let one = try await pool.int("SELECT 1")
        XCTAssertEqual(one, 1)
      }
    }
    withExtendedLifetime(pooler) {}
  }

  func testLoss_whenTheServersSessionEnds_tellsWhatIsKnown() async throws {
    let (pooler, configuration) = try pooled(.transaction, maximum: 1)
    try await withAdministrator { administrator in
      try await withPool(configuration) { pool in
        for (sleep, outcome) in [
          (PostgresStatement("SELECT pg_sleep(60), 1", onlyReads: true), CommitOutcome.notCommitted),
          (PostgresStatement("SELECT pg_sleep(60), 2"), .notCommitted),
        ] {
          let backend = try await pool.backend()
          let task = Task { try await pool.withConnection { _ = try $0.execute(sleep) } }
          try await administrator.awaitSleep(of: backend)
          try await administrator.terminate(backend)
          let error = try await thrown { try await task.value }
          XCTAssertEqual(error.kind, .connectionLost)
          XCTAssertEqual(error.commitOutcome, outcome)
          _ = try? await pool.backend()
        }
      }
    }
    withExtendedLifetime(pooler) {}
  }

  func testPooler_whenKilledAndStarted_servesAgain() async throws {
    let (pooler, configuration) = try pooled(.transaction)
    try await withPool(configuration) { pool in
      let one = try await pool.int("SELECT 1")
      pooler.kill()
      try pooler.start()
      let two = try await pool.int("SELECT 2 WHERE true")
      XCTAssertEqual(one + two, 3)
    }
  }
}
