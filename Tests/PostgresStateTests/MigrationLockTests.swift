// MigrationLockTests: the end of a wait for the migration lock.

import Dispatch
import Models
import Postgres
import Synchronization
import XCTest

@testable import PostgresState

final class MigrationLockTests: XCTestCase {
  private static let take = PostgresStatement("SELECT pg_backend_pid(), pg_advisory_lock($1)")

  private static func hold(
    _ database: TestDatabase, _ taken: AsyncStream<Int>.Continuation, until end: DispatchSemaphore
  ) async throws {
    _ = try await database.withConnection { holder in
      let process = try holder.execute(Self.take(.int(MigrationLock.key)))[0].int(0)
      taken.yield(process)
      end.wait()
      return process
    }
  }

  func testWait_whenItEnds_failsWithWhoeverHoldsTheLock() async throws {
    let database = try TestDatabase(), end = DispatchSemaphore(value: 0)
    let (processes, taken) = AsyncStream.makeStream(of: Int.self)
    async let holding: Void = Self.hold(database, taken, until: end)
    defer { end.signal() }
    var numbers = processes.makeAsyncIterator()
    let next = await numbers.next()
    let words = "process \(try XCTUnwrap(next)) (role respec, application respec-tests, since "
    let reported = Mutex<[String]>([])
    do {
      try await database.withConnection { waiter in
        try MigrationLock.begin(on: waiter, within: .seconds(2)) { holder in
          reported.withLock { $0.append("\(holder)") }
        }
      }
      XCTFail("the lock is held")
    } catch let failure as Failure {
      XCTAssertEqual(failure.code, .unavailable)
      XCTAssertTrue(failure.message.hasPrefix("The migration lock is held by \(words)"), failure.message)
    }
    let holders = reported.withLock { $0 }
    XCTAssertEqual(holders.count, 1, "\(holders)")
    XCTAssertTrue(holders.first?.hasPrefix(words) == true, "\(holders)")
    end.signal()
    try await holding
  }
}
