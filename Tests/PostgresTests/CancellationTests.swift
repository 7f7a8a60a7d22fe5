// CancellationTests: statements and waits that are cut off.

import XCTest

@testable import Postgres

final class CancellationTests: DatabaseTestCase {
  func testCancel_stopsTheStatementAndNeverTheNextOne() async throws {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        let backend = try await pool.backend()
        for _ in 0..<100 {
          let task = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
          try await administrator.awaitSleep(of: backend)
          task.cancel()
          let error = try await thrown { try await task.value }
          XCTAssertEqual(error.kind, .cancelled)
          XCTAssertEqual(error.sqlState, .queryCanceled)
          let next = try await pool.int("SELECT pg_backend_pid() FROM pg_sleep(0.001)")
          XCTAssertEqual(next, backend, "the connection was replaced")
        }
      }
    }
  }

  /// At no particular moment: before, in or after the statement.
  func testCancelAtAnyMoment_neverHitsTheNextOne() async throws {
    try await withPool(maximum: 1) { pool in
      for round in 0..<500 {
        let task = Task { try await pool.int("SELECT 1 FROM generate_series(1, $1)", .int(round * 10)) }
        for _ in 0..<(round % 7) { await Task.yield() }
        task.cancel()
        _ = await task.result
        let answer = try await pool.int("SELECT 7")
        XCTAssertEqual(answer, 7)
      }
    }
  }

  func testCancelledTask_sendsNoFurtherStatementAndRollsBack() async throws {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        try await pool.run("DROP TABLE IF EXISTS kept; CREATE TABLE kept (n int)")
        let backend = try await pool.backend()
        let task = Task {
          try await pool.withConnection { connection in
            try connection.pipeline([.begin, "INSERT INTO kept VALUES (1)"])
            _ = try? connection.execute("SELECT pg_sleep(60)")
            try connection.execute(.commit)
          }
        }
        try await administrator.awaitSleep(of: backend)
        task.cancel()
        let error = try await thrown { try await task.value }
        XCTAssertEqual(error.kind, .cancelled)
        let count = try await pool.int("SELECT count(*) FROM kept")
        XCTAssertEqual(count, 0)
        try await pool.run("DROP TABLE kept")
      }
    }
  }

  func testStatementTimeout_isATimeout() async throws {
    var configuration = try configuration(maximum: 1)
    configuration.commandTimeout = .milliseconds(50)
    try await withPool(configuration) { pool in
      let backend = try await pool.backend()
      let error = try await thrown { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
      XCTAssertEqual(error.kind, .timeout)
      XCTAssertEqual(error.sqlState, .queryCanceled)
      let next = try await pool.backend()
      XCTAssertEqual(next, backend)
      try await pool.withConnection { connection in
        // In a block it has its own.
        try connection.execute(.begin)
        try connection.executeScript("SELECT pg_sleep(0.2)", timeout: .seconds(10))
      }
    }
  }

  /// A server that is stopped as a process answers nothing at all, not even to a cancel request.
  func testServerThatDoesNotAnswer_isGivenUp() async throws {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        let backend = try await pool.backend()
        let task = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        try await administrator.awaitSleep(of: backend)
        kill(pid_t(backend), SIGSTOP)
        task.cancel()
        let error = try await thrown { try await task.value }
        XCTAssertEqual(error.kind, .connectionLost)
        XCTAssertEqual(error.commitOutcome, .unknown)
        kill(pid_t(backend), SIGCONT)
        let next = try await pool.backend()
        XCTAssertNotEqual(next, backend)
      }
    }
  }
}
