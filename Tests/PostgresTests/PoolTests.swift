// PoolTests: waiting, connecting and ending, on a real server.

import Foundation
import Logging
import Synchronization
import TestSupport
import XCTest

@testable import Postgres

final class PoolTests: DatabaseTestCase {
  func testBusyPool_turnsAwayWhoWaitsTooLong() async throws {
    var configuration = try configuration(maximum: 1)
    configuration.leaseTimeout = .milliseconds(200)
    try await withAdministrator { administrator in
      try await withPool(configuration) { pool in
        let backend = try await pool.backend()
        let long = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        try await administrator.awaitSleep(of: backend)
        let error = try await thrown { try await pool.backend() }
        XCTAssertEqual(error.kind, .poolTimeout)
        long.cancel()
        _ = await long.result
        _ = try await pool.backend()
      }
    }
  }

  func testBusyPool_servesInOrder() async throws {
    try await withAdministrator { administrator in
      try await withPool(maximum: 1) { pool in
        let backend = try await pool.backend()
        let long = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
        try await administrator.awaitSleep(of: backend)
        let order = Order()
        // Immediate: each is in line when the next one comes.
        let waiting = (0..<50).map { number in
          Task.immediate { try await pool.withConnection { _ in order.append(number) } }
        }
        long.cancel()
        for task in waiting { try await task.value }
        XCTAssertEqual(order.numbers, Array(0..<50))
      }
    }
  }

  private final class Order: Sendable {
    private let recorded = Mutex<[Int]>([])
    var numbers: [Int] { recorded.withLock { $0 } }
    func append(_ number: Int) { recorded.withLock { $0.append(number) } }
  }

  func testEightConnections_underLoad() async throws {
    try await withPool(maximum: 8) { pool in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for worker in 0..<32 {
          group.addTask {
            var sum = 0
            for number in 0..<100 { sum += try await pool.int("SELECT $1::int + $2::int", .int(worker), .int(number)) }
            return sum
          }
        }
        let total = try await group.reduce(0, +)
        XCTAssertEqual(total, 32 * 4950 + 100 * 496)
      }
    }
    try await withAdministrator { administrator in
      var count = 1
      while count > 0 {
        count = try await administrator.int(
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'respec-test' AND pid <> pg_backend_pid()")
      }
    }
  }

  func testLease_ofAnIdleConnection_doesNotSuspendBeforeItIsHandedOver() async throws {
    try await withPool(maximum: 1) { pool in
      _ = try await pool.backend()
      let isDone = DispatchSemaphore(value: 0)
      let task = Task.immediate {
        _ = try await pool.withConnection { _ in isDone.signal() }
      }
      let outcome = Self.wait(for: isDone)
      XCTAssertEqual(outcome, .success)
      try await task.value
    }
  }

  /// Blocks this thread: only a connection's thread of its own can signal now.
  private static func wait(for semaphore: DispatchSemaphore) -> DispatchTimeoutResult {
    semaphore.wait(timeout: .now() + 10)
  }

  // MARK: Connecting

  func testConnectFailure_neverShowsThePassword() async throws {
    let password = "s3cr%40t%2F+x"
    let socket = try socketDirectory()
    let uris = [
      "postgresql://respec:\(password)@127.0.0.1:1/x", "postgresql://respec:s3cr@t/+x@127.0.0.1:1/x",
      "postgresql://respec:s3cr/t@127.0.0.1/x", "postgresql://respec:s3cr%zzt@127.0.0.1/x",
      "postgresql://respec:s3cr@t@127.0.0.1/x", "host=127.0.0.1 port=1 password='s3cr", "password=s3cr t host=x",
      "postgresql://nobody-s3:\(password)@/nowhere?\(socket)", "postgresql://[s3cr", "postgresql://a?s3cr=x",
      "s3cr",
    ]
    for uri in uris {
      let log = RecordingLog()
      var configuration = try configuration()
      configuration.uri = uri
      configuration.leaseTimeout = .milliseconds(150)
      let error = try await thrown {
        try await withPool(configuration, logger: log.logger) { try await $0.backend() }
      }
      XCTAssertEqual(error.kind, .cannotConnect)
      for text in log.lines + ["\(error)", "\(configuration)", String(reflecting: error)] {
        XCTAssertFalse(text.contains("s3cr"), text)
      }
    }
  }

  private func socketDirectory() throws -> String {
    try XCTUnwrap(try uri().split(separator: "?").last.map(String.init))
  }

  func testInvalidURI_failsAtOnce() async throws {
    var configuration = try configuration()
    configuration.uri = "postgresql://respec@localhost/x?nonsense=1"
    let error = try await thrown { try await withPool(configuration) { try await $0.backend() } }
    XCTAssertEqual(error.message, "the database URI is not valid: libpq says: invalid URI query parameter: …")
  }

  func testWrongPassword_saysSo() async throws {
    var configuration = try configuration()
    let port = try XCTUnwrap(try uri().split(separator: "=").last)
    configuration.uri = "postgresql://respec:wrong-one@127.0.0.1:\(port)/respec_test"
    configuration.leaseTimeout = .milliseconds(150)
    let error = try await thrown { try await withPool(configuration) { try await $0.backend() } }
    XCTAssert(error.message.contains("password authentication failed for user"), error.message)
    XCTAssertFalse(error.message.contains("wrong-one"))
    configuration.uri = "postgresql://respec:respec@127.0.0.1:\(port)/respec_test"
    configuration.leaseTimeout = .seconds(10)
    _ = try await withPool(configuration) { try await $0.backend() }
  }

  /// A port that takes connections and never says anything, then one that refuses, then the database.
  func testSeveralHosts_goOnToTheOneThatAnswers() async throws {
    let port = try XCTUnwrap(try uri().split(separator: "=").last)
    let (silent, silentPort) = try Self.listener()
    defer { close(silent) }
    var configuration = try configuration()
    configuration.uri =
      "postgresql://respec:respec@127.0.0.1:\(silentPort),127.0.0.1:1,127.0.0.1:\(port)/respec_test"
      + "?target_session_attrs=read-write"
    configuration.connectTimeout = .milliseconds(200)
    _ = try await withPool(configuration) { try await $0.backend() }
  }

  private static func listener() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = SystemCalls.makeSocket(AF_INET)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      let address = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      return bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
        && getsockname(descriptor, address, &length) == 0
    }
    XCTAssert(isBound)
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  // MARK: The end

  func testShutdown_failsWaitsCancelsStatementsAndClosesAll() async throws {
    try await withAdministrator { administrator in
      let pool = PostgresPool(try configuration(maximum: 1), logger: Logger(label: "test"))
      let keeper = Task { await pool.run() }
      let backend = try await pool.backend()
      let running = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
      try await administrator.awaitSleep(of: backend)
      let waiting = Task.immediate { try await pool.backend() }
      pool.shutdown()
      await keeper.value
      for task in [running, waiting] {
        let error = try await thrown { try await task.value }
        XCTAssertEqual(error.kind, .shutDown)
      }
      let error = try await thrown { try await pool.backend() }
      XCTAssertEqual(error.kind, .shutDown)
      while try await administrator.int(
        "SELECT count(*) FROM pg_stat_activity WHERE pid = $1", .int(backend)) > 0
      {}
    }
  }

  func testCancelledRun_ends() async throws {
    let pool = PostgresPool(try configuration(), logger: Logger(label: "test"))
    let keeper = Task { await pool.run() }
    _ = try await pool.backend()
    keeper.cancel()
    await keeper.value
  }
}
