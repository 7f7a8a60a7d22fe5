// StatementTests: values, pipelines, transactions and errors on a real server.

import Logging
import Synchronization
import XCTest

@testable import Postgres

final class StatementTests: DatabaseTestCase {
  // MARK: Values

  func testTypes_roundTrip() async throws {
    let texts = ["", "a", "ä\"\\{},' \n", "NULL", "null", "日本語🦊"]
    try await withPool { pool in
      try await pool.withConnection { connection in
        let row = try connection.execute(
          """
          SELECT $1::text, $2::bigint, $3::float8, $4::bool, $5::bytea, $6::text[], $7::int[], $8::int, $9::bigint, \
          $10::varchar, $11::float8, $12::jsonb
          """,
          [
            .text("ä\n\"'\\"), .int(.min), .double(0.1), .bool(true), .bytes([0, 1, 255, 92]), .texts(texts),
            .ints([-1, 0, 2_147_483_647]), .null, .int(.max), "", .double(-.infinity), .text(#"{"a": [1]}"#),
          ])[0]
        XCTAssertEqual(try row.text(0), "ä\n\"'\\")
        XCTAssertEqual(try row.int(1), .min)
        XCTAssertEqual(try row.double(2), 0.1)
        XCTAssertEqual(try row.bool(3), true)
        XCTAssertEqual(try row.bytes(4), [0, 1, 255, 92])
        XCTAssertEqual(try row.texts(5), texts)
        XCTAssertEqual(try row.ints(6), [-1, 0, 2_147_483_647])
        XCTAssertNil(try row.optionalInt(7))
        XCTAssert(try row.isNull(7))
        XCTAssertEqual(try row.int(8), .max)
        XCTAssertEqual(try row.optionalText(9), "")
        XCTAssertEqual(try row.double(10), -.infinity)
        XCTAssertEqual(try row.withUTF8(11) { String(decoding: $0, as: UTF8.self) }, #"{"a": [1]}"#)
      }
    }
  }

  func testEmptyArrays_roundTrip() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        let row = try connection.execute("SELECT $1::text[], $2::int[]", [.texts([]), .ints([])])[0]
        XCTAssertEqual(try row.texts(0), [])
        XCTAssertEqual(try row.ints(1), [])
      }
    }
  }

  func testUnexpectedValues_areErrors() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        let rows = try connection.execute(
          "SELECT NULL::int, 'x', 99999999999999999999::numeric, '{{1}}'::int[], '{NULL}'::int[]")
        XCTAssertThrowsError(try rows[0].int(0))
        XCTAssertThrowsError(try rows[0].int(1))
        XCTAssertThrowsError(try rows[0].int(2))
        XCTAssertThrowsError(try rows[0].ints(3))
        XCTAssertThrowsError(try rows[0].ints(4))
        XCTAssertThrowsError(try rows[0].text(5))
        XCTAssertThrowsError(try rows[1].text(0))
        XCTAssertThrowsError(try rows[0].bytes(1))
      }
    }
  }

  func testNULInAText_isRefusedBeforeItIsSent() async throws {
    try await withPool { pool in
      let error = try await thrown { try await pool.int("SELECT length($1)", "a\0b") }
      XCTAssertEqual(error.sqlState, .characterNotInRepertoire)
      let inBytes = try await thrown { try await pool.int("SELECT length($1)", .utf8([0x61, 0])) }
      XCTAssertEqual(inBytes.sqlState, .characterNotInRepertoire)
    }
  }

  func testUTF8_isTheSameAsText() async throws {
    try await withPool { pool in
      for text in ["", "a", "é 😀"] {
        let count = try await pool.int("SELECT count(*) WHERE $1::text = $2", .text(text), .utf8(Array(text.utf8)))
        XCTAssertEqual(count, 1, text)
      }
    }
  }

  func testAffectedRows_areCounted() async throws {
    try await withPool { pool in
      let count = try await pool.withConnection { connection in
        try connection.execute("CREATE TEMPORARY TABLE t (n int) ON COMMIT DROP")
        return try connection.pipeline([
          "CREATE TEMPORARY TABLE u (n int)", "INSERT INTO u VALUES (1), (2), (3)", "DROP TABLE u",
        ])[1].affectedRows
      }
      XCTAssertEqual(count, 3)
    }
  }

  func testLargeResultsAndParameters_pass() async throws {
    let text = String(repeating: "ä", count: 3_000_000)
    try await withPool { pool in
      try await pool.withConnection { connection in
        let results = try connection.pipeline((0..<4).map { _ in PostgresCommand("SELECT $1::text", [.text(text)]) })
        for result in results { XCTAssert(try result[0].text(0) == text) }
        XCTAssertEqual(try connection.execute("SELECT generate_series(1, 100000)").count, 100_000)
      }
    }
  }

  // MARK: Prepared statements

  func testStatement_isPreparedOnce() async throws {
    let prepared = PostgresStatement("SELECT count(*), 17 FROM pg_prepared_statements WHERE statement LIKE '%17%'")
    try await withPool { pool in
      for _ in 0..<5 { _ = try await pool.int(prepared.sql) }
      let count = try await pool.withConnection { connection in
        try connection.pipeline([PostgresCommand(prepared), PostgresCommand(prepared)])[1][0].int(0)
      }
      XCTAssertEqual(count, 1)
    }
  }

  /// Several connections have the old plan: one error, and none is lent again.
  func testStatement_whoseTableChanged_worksAgainOnAnyConnection() async throws {
    try await withPool(maximum: 3) { pool in
      try await pool.run("DROP TABLE IF EXISTS changing")
      try await pool.run("CREATE TABLE changing (a int); INSERT INTO changing VALUES (1)")
      let select: PostgresStatement = "SELECT pg_backend_pid(), pg_sleep(0.05), * FROM changing"
      let prepared = Mutex<Set<Int>>([])
      while prepared.withLock(\.count) < 3 {
        try await inParallel(3) {
          let backend = try await pool.withConnection { try $0.execute(select)[0].int(0) }
          prepared.withLock { _ = $0.insert(backend) }
        }
      }
      try await pool.run("ALTER TABLE changing ADD COLUMN b int")
      let error = try await thrown { try await pool.withConnection { _ = try $0.execute(select) } }
      XCTAssertEqual(error.sqlState, .featureNotSupported)
      XCTAssertTrue(error.isStaleStatement)
      try await inParallel(3) { try await pool.withConnection { _ = try $0.execute(select) } }
      try await pool.run("DROP TABLE changing")
    }
  }

  func testError_thatIsNoStaleStatement_isNotTakenForOne() async throws {
    try await withPool(maximum: 1) { pool in
      let backend = try await pool.backend()
      for _ in 0..<2 {
        let error = try await thrown { try await pool.int("SELECT 1 FROM other_database.public.numbers") }
        XCTAssertEqual(error.sqlState, .featureNotSupported)
        XCTAssertFalse(error.isStaleStatement)
      }
      let next = try await pool.backend()
      XCTAssertEqual(next, backend)
    }
  }

  private func inParallel(_ count: Int, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<count { group.addTask { try await body() } }
      try await group.waitForAll()
    }
  }

  // MARK: Pipelines and transactions

  func testPipeline_withAnErrorInTheMiddle_doesNothingAndLeavesTheConnectionUsable() async throws {
    try await withTable { pool in
      try await pool.withConnection { connection in
        XCTAssertThrowsError(
          try connection.pipeline([insert(1), PostgresCommand("SELECT 1 / $1", [0]), insert(2), insert(3)])
        ) { error in
          XCTAssertEqual((error as? PostgresError)?.sqlState?.rawValue, "22012")
          XCTAssertEqual((error as? PostgresError)?.sql, "SELECT 1 / $1")
        }
        XCTAssertEqual(try connection.execute("SELECT count(*) FROM numbers")[0].int(0), 0)
        XCTAssertEqual(try connection.pipeline([insert(2), insert(3)]).count, 2)
      }
      let count = try await pool.int("SELECT count(*) FROM numbers")
      XCTAssertEqual(count, 2)
    }
  }

  func testPipeline_withWrongSQL_namesIt() async throws {
    try await withPool { pool in
      let error = try await thrown {
        try await pool.withConnection { _ = try $0.pipeline(["SELECT 1", "SELEKT 2", "SELECT 3"]) }
      }
      XCTAssertEqual(error.kind, .server)
      XCTAssertEqual(error.sql, "SELEKT 2")
    }
  }

  func testTransaction_inTwoRoundTrips_commits() async throws {
    try await withTable { pool in
      try await pool.withConnection { connection in
        let count = try connection.pipeline([.begin, insert(1), "SELECT count(*) FROM numbers"])[2][0].int(0)
        try connection.pipeline([insert(count + 1), .commit])
      }
      let sum = try await pool.int("SELECT sum(n) FROM numbers")
      XCTAssertEqual(sum, 3)
    }
  }

  func testTransaction_whoseBodyThrows_isRolledBack() async throws {
    try await withTable(maximum: 1) { pool in
      do {
        try await pool.withConnection { connection in
          try connection.pipeline([.begin, insert(1)])
          throw CancellationError()
        }
      } catch is CancellationError {}
      let error = try await thrown {
        try await pool.withConnection { connection in
          try connection.pipeline([.begin, insert(1)])
          try connection.pipeline([insert(1), .commit])
        }
      }
      XCTAssertEqual(error.sqlState, .uniqueViolation)
      XCTAssertEqual(error.constraint, "numbers_pkey")
      let count = try await pool.int("SELECT count(*) FROM numbers")
      XCTAssertEqual(count, 0)
    }
  }

  func testDeferredConstraint_failsTheCallThatCommits() async throws {
    try await withPool(maximum: 1) { pool in
      try await pool.run(
        "DROP TABLE IF EXISTS late; CREATE TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
      let insert = PostgresCommand("INSERT INTO late VALUES ($1)", [1])
      let error = try await thrown { try await pool.withConnection { _ = try $0.pipeline([insert, insert]) } }
      XCTAssertEqual(error.sqlState, .uniqueViolation)
      let count = try await pool.int("SELECT count(*) FROM late")
      XCTAssertEqual(count, 0)
      try await pool.run("DROP TABLE late")
    }
  }

  // MARK: Scripts

  func testScript_thatFails_isRolledBackAndKeepsTheTimeout() async throws {
    try await withPool(maximum: 1) { pool in
      let error = try await thrown {
        try await pool.run("BEGIN; CREATE TABLE half (n int); SELECT 1 / 0; COMMIT;")
      }
      XCTAssertEqual(error.sqlState?.rawValue, "22012")
      let count = try await pool.int("SELECT count(*) FROM pg_class WHERE relname = 'half'")
      XCTAssertEqual(count, 0)
      try await pool.withConnection { connection in
        XCTAssertEqual(try connection.execute("SHOW statement_timeout")[0].text(0), "1min")
      }
    }
  }

  // MARK: Settings

  func testSettings_arePinned() async throws {
    setenv("PGTZ", "Asia/Tokyo", 1)
    setenv("PGDATESTYLE", "German", 1)
    defer {
      unsetenv("PGTZ")
      unsetenv("PGDATESTYLE")
    }
    var configuration = try configuration()
    configuration.searchPath = ["public", "a\"b \\c"]
    configuration.commandTimeout = .milliseconds(1500)
    configuration.uri += "&options=-c%20search_path%3Dpg_catalog%20-c%20work_mem%3D1MB"
    try await withPool(configuration) { pool in
      try await pool.withConnection { connection in
        for (name, value) in [
          ("search_path", #""public", "a""b \c", pg_temp"#), ("TimeZone", "UTC"), ("DateStyle", "ISO, MDY"),
          ("statement_timeout", "1500ms"), ("idle_in_transaction_session_timeout", "1500ms"), ("work_mem", "1MB"),
          ("application_name", "respec-test"), ("client_encoding", "UTF8"), ("standard_conforming_strings", "on"),
        ] {
          XCTAssertEqual(try connection.execute("SELECT current_setting($1)", [.text(name)])[0].text(0), value, name)
        }
        XCTAssertGreaterThan(connection.serverVersion, 140_000)
      }
    }
  }

  func testNotices_goToTheLogger() async throws {
    let log = RecordingLog()
    try await withPool(configuration(), logger: log.logger) { pool in
      try await pool.run("DO $$ BEGIN RAISE WARNING 'look here'; END $$")
    }
    XCTAssert(log.lines.contains { $0.contains("debug") && $0.contains("look here") }, "\(log.lines)")
  }

  // MARK: Support

  private func withTable(maximum: Int = 4, _ body: (PostgresPool) async throws -> Void) async throws {
    try await withPool(maximum: maximum) { pool in
      try await pool.run("DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (n int PRIMARY KEY)")
      try await body(pool)
      try await pool.run("DROP TABLE numbers")
    }
  }
}

private func insert(_ number: Int) -> PostgresCommand {
  PostgresCommand("INSERT INTO numbers VALUES ($1)", [.int(number)])
}
