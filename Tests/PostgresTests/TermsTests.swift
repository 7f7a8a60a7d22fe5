// TermsTests: the commands that travel with a lease's own: a condition before them, a follow-up behind their commit.

import TestSupport
import XCTest

@testable import Postgres

final class TermsTests: DatabaseTestCase {
  /// Straight, and through a pooler that lends transactions.
  private func inBothWays(_ body: (PostgresPool) async throws -> Void) async throws {
    try await withPool(maximum: 1, body)
    let host = try XCTUnwrap(URLComponents(string: uri())?.queryItems?.first { $0.name == "host" }?.value)
    let port = try XCTUnwrap(URLComponents(string: uri())?.queryItems?.first { $0.name == "port" }?.value)
    let pooler = try Pooler(.transaction, host: host, port: port)
    var configuration = try configuration(maximum: 1)
    configuration.uri = pooler.uri("respec_test")
    try await withPool(configuration, body)
    withExtendedLifetime(pooler) {}
  }

  // MARK: Conditions

  func testCondition_whenItHolds_leavesTheResultsAsTheyAre() async throws {
    try await inBothWays { pool in
      let terms = PostgresTerms(condition: "SELECT true")
      let sum = try await pool.withConnection(sending: ["SELECT 1", "SELECT 2"], under: terms) { connection, results in
        let next = try connection.execute("SELECT 3")
        return try results[0][0].int(0) + results[1][0].int(0) + next[0].int(0)
      }
      XCTAssertEqual(sum, 6)
    }
  }

  func testCondition_whenItDoesNotHold_failsTheExchangeAlone() async throws {
    try await inBothWays { pool in
      let before = try await pool.backend()
      for condition in ["SELECT false", "SELECT false UNION ALL SELECT true"] as [PostgresCommand] {
        let error = try await thrown {
          try await pool.withConnection(sending: ["SELECT 1"], under: PostgresTerms(condition: condition)) { _, _ in
            XCTFail("the body was called")
          }
        }
        XCTAssertEqual(error.kind, .conditionUnmet)
      }
      let error = try await thrown {
        try await pool.withConnection(sending: ["SELECT 1 / 0"], under: PostgresTerms(condition: "SELECT false")) {
          _, _ in
        }
      }
      XCTAssertEqual(error.kind, .conditionUnmet, "it comes before what fails behind it")
      let after = try await pool.backend()
      XCTAssertEqual(after, before, "the connection stays")
    }
  }

  func testCondition_whenTheServerWillNeverDo_closesTheConnection() async throws {
    try await withPool(maximum: 1) { pool in
      let before = try await pool.backend()
      for condition in ["SELECT NULL::boolean", "SELECT true WHERE false"] as [PostgresCommand] {
        let error = try await thrown {
          try await pool.withConnection(sending: [], under: PostgresTerms(condition: condition)) { connection, _ in
            try connection.execute("SELECT 1").count
          }
        }
        XCTAssertEqual(error.kind, .wrongServer)
      }
      let after = try await pool.backend()
      XCTAssertNotEqual(after, before)
    }
  }

  func testCondition_whenTheLeaseIsOver_isGone() async throws {
    try await withPool(maximum: 1) { pool in
      _ = try? await pool.withConnection(sending: ["SELECT 1"], under: PostgresTerms(condition: "SELECT false")) {
        _, _ in
      }
      let one = try await pool.int("SELECT 1")
      XCTAssertEqual(one, 1)
    }
  }

  // MARK: Follow-ups

  /// The number of transactions that have been given, which a writing one raises.
  private static let count = PostgresTerms(
    followUp: PostgresCommand(PostgresStatement("SELECT pg_snapshot_xmax(pg_current_snapshot())", onlyReads: true)))

  func testFollowUp_whenATransactionHasEnded_isRunBehindIt() async throws {
    try await inBothWays { pool in
      try await pool.run("DROP TABLE IF EXISTS followed; CREATE TABLE followed (n int)")
      let insert: PostgresCommand = "INSERT INTO followed VALUES (1) RETURNING pg_current_xact_id()"
      let commands: [([PostgresCommand], result: Int)] = [
        ([insert], 0), ([insert, "SELECT 1"], 0), ([.begin, insert, .commit], 1),
      ]
      for (commands, result) in commands {
        let (own, seen) = try await pool.withConnection(sending: commands, under: Self.count) { connection, results in
          (try results[result][0].int(0), try connection.followUp?[0].int(0))
        }
        XCTAssertGreaterThan(try XCTUnwrap(seen), own, "\(commands.count)")
      }
    }
  }

  func testFollowUp_whenATransactionIsOpen_waitsForItsEnd() async throws {
    try await inBothWays { pool in
      let (open, ended) = try await pool.withConnection(sending: [.begin, "SELECT 1"], under: Self.count) {
        connection, _ in
        let open = connection.followUp == nil
        try connection.pipeline(["SELECT 2", .commit])
        return (open, connection.followUp != nil)
      }
      XCTAssertTrue(open)
      XCTAssertTrue(ended)
    }
  }

  func testFollowUp_whenItFails_leavesTheTransactionAsItIs() async throws {
    try await inBothWays { pool in
      try await pool.run("DROP TABLE IF EXISTS followed; CREATE TABLE followed (n int)")
      let terms = PostgresTerms(followUp: "SELECT 1 / 0")
      let hasResult = try await pool.withConnection(sending: ["INSERT INTO followed VALUES (7)"], under: terms) {
        connection, results in
        XCTAssertEqual(results[0].affectedRows, 1)
        return connection.followUp != nil
      }
      XCTAssertFalse(hasResult)
      let stored = try await pool.int("SELECT n FROM followed")
      XCTAssertEqual(stored, 7)
    }
  }

  func testFollowUp_whenTheCommandsFail_isReceivedAllTheSame() async throws {
    try await inBothWays { pool in
      let error = try await thrown {
        try await pool.withConnection(sending: ["SELECT 1 / 0"], under: Self.count) { _, _ in }
      }
      XCTAssertEqual(error.sqlState?.rawValue, "22012")
      let next = try await pool.int("SELECT 5")
      XCTAssertEqual(next, 5)
    }
  }

  // MARK: Calls that do not wait

  func testIdleConnection_whenThereIsNone_isOpenedForTheNextCall() async throws {
    try await withPool(maximum: 1) { pool in
      func answer() async throws -> Int? {
        try await pool.withIdleConnection(sending: ["SELECT 1"], under: PostgresTerms()) { try $1[0][0].int(0) }
      }
      let first = try await answer()
      XCTAssertNil(first)
      let end = ContinuousClock.now + .seconds(60)
      while try await answer() == nil { XCTAssertLessThan(ContinuousClock.now, end) }
    }
  }
}
