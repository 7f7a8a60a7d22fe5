// SendAheadTests: first commands that the calling thread sends.

import Foundation
import XCTest

@testable import Postgres

final class SendAheadTests: DatabaseTestCase {
  private static let backend = PostgresStatement("SELECT pg_backend_pid()")
  private static let sleep = PostgresStatement("SELECT pg_sleep(60)")

  func testResults_areThoseOfTheCommandsInOrder() async throws {
    try await withPool(maximum: 1) { pool in
      for number in 0..<200 {
        let sum = try await pool.withConnection(sending: [
          "SELECT 1", PostgresStatement("SELECT $1::int")(.int(number)),
        ]) {
          connection, results in
          try results[0][0].int(0) + results[1][0].int(0) + connection.execute("SELECT 1")[0].int(0)
        }
        XCTAssertEqual(sum, number + 2)
      }
    }
  }

  func testManyCallers_getTheirOwnResults() async throws {
    try await withPool(maximum: 4) { pool in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<16 {
          group.addTask {
            for number in 0..<200 {
              let command = PostgresStatement("SELECT $1::int * 1000 + $2::int")(.int(worker), .int(number))
              let answer = try await pool.withConnection(sending: [command]) { try $1[0][0].int(0) }
              XCTAssertEqual(answer, worker * 1000 + number)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  /// More than the socket takes in one go.
  func testLongCommand_goesOutWhole() async throws {
    try await withPool(maximum: 1) { pool in
      for size in [1 << 16, 1 << 20, 1 << 24] {
        let command = PostgresStatement("SELECT length($1::text)")(.text(String(repeating: "x", count: size)))
        let length = try await pool.withConnection(sending: [command]) { try $1[0][0].int(0) }
        XCTAssertEqual(length, size)
      }
    }
  }

  func testFailingCommand_isThrownAndLeavesTheConnectionUsable() async throws {
    try await withPool(maximum: 1) { pool in
      let backend = try await pool.backend()
      let error = try await thrown {
        try await pool.withConnection(sending: ["SELECT 1", "SELEKT 2"]) { _, _ in XCTFail("the body was called") }
      }
      XCTAssertEqual(error.sqlState, SQLState(rawValue: "42601"))
      let nul = PostgresStatement("SELECT $1::text")(.text("a\u{0}"))
      let unsent = try await thrown { try await pool.withConnection(sending: [nul]) { _, _ in } }
      XCTAssertEqual(unsent.sqlState, .characterNotInRepertoire)
      let next = try await pool.backend()
      XCTAssertEqual(next, backend)
    }
  }

  func testOpenTransaction_isRolledBack() async throws {
    try await withPool(maximum: 1) { pool in
      try await pool.withConnection(sending: [.begin, "CREATE TABLE left_open (n int)"]) { _, _ in }
      let count = try await pool.int("SELECT count(*) FROM pg_class WHERE relname = 'left_open'")
      XCTAssertEqual(count, 0)
    }
  }

  func testBackendEndedWhileIdle_isReplacedUnnoticed() async throws {
    try await withAdministrator { administrator in
      try await withPool { pool in
        for _ in 0..<20 {
          let backend = try await pool.backend()
          try await administrator.terminate(backend)
          let next = try await pool.withConnection(sending: [Self.backend()]) { try $1[0][0].int(0) }
          XCTAssertNotEqual(next, backend)
        }
      }
    }
  }

  func testBackendEndedInTheCommand_hasCommittedNothing() async throws {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        let backend = try await pool.backend()
        let task = Task { try await pool.withConnection(sending: [Self.sleep()]) { _, _ in } }
        try await administrator.awaitSleep(of: backend)
        try await administrator.terminate(backend)
        let error = try await thrown { try await task.value }
        XCTAssertEqual(error.kind, .connectionLost)
        XCTAssertEqual(error.commitOutcome, .notCommitted)
      }
    }
  }

  func testCancel_stopsTheCommandAndNeverTheNextOne() async throws {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        let backend = try await pool.backend()
        for _ in 0..<50 {
          let task = Task { try await pool.withConnection(sending: [Self.sleep()]) { _, _ in } }
          try await administrator.awaitSleep(of: backend)
          task.cancel()
          let error = try await thrown { try await task.value }
          XCTAssertEqual(error.kind, .cancelled)
          let next = try await pool.withConnection(sending: [Self.backend()]) { try $1[0][0].int(0) }
          XCTAssertEqual(next, backend, "the connection was replaced")
        }
      }
    }
  }

  /// At no particular moment: before, in or after the command.
  func testCancelAtAnyMoment_neverHitsTheNextOne() async throws {
    let series = PostgresStatement("SELECT count(*) FROM generate_series(1, $1)")
    try await withPool(maximum: 1) { pool in
      for round in 0..<500 {
        let task = Task { try await pool.withConnection(sending: [series(.int(round * 10))]) { _, _ in } }
        for _ in 0..<(round % 7) { await Task.yield() }
        task.cancel()
        _ = await task.result
        let answer = try await pool.withConnection(sending: ["SELECT 7"]) { try $1[0][0].int(0) }
        XCTAssertEqual(answer, 7)
      }
    }
  }

  /// The connection's thread sleeps until the answer comes; here it never does.
  func testServerThatDoesNotAnswer_isGivenUpInTime() async throws {
    var configuration = try configuration(maximum: 1)
    configuration.commandTimeout = .milliseconds(100)
    try await withPool(configuration) { pool in
      let backend = try await pool.backend()
      kill(pid_t(backend), SIGSTOP)
      defer { kill(pid_t(backend), SIGCONT) }
      let start = ContinuousClock.now
      let error = try await thrown { try await pool.withConnection(sending: ["SELECT 1"]) { _, _ in } }
      XCTAssertEqual(error.kind, .connectionLost)
      XCTAssertLessThan(start.duration(to: .now), .seconds(10))
    }
  }

  func testWaitThatBeganElsewhere_countsForTheTimeout() async throws {
    var configuration = try configuration(maximum: 1)
    configuration.leaseTimeout = .seconds(60)
    try await withAdministrator { administrator in
      try await withPool(configuration) { pool in
        let backend = try await pool.backend()
        let long = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        try await administrator.awaitSleep(of: backend)
        let error = try await thrown {
          try await pool.withConnection(sending: [], waitingSince: .now - .seconds(60)) { _, _ in }
        }
        XCTAssertEqual(error.kind, .poolTimeout)
        long.cancel()
        _ = await long.result
      }
    }
  }
}
