// ChangeRecordTests: the order that followers of the record can trust, and the expiry, in a database.

import Logging
import Models
import Postgres
import State
import StateContract
import XCTest

@testable import PostgresState

final class ChangeRecordTests: XCTestCase {
  private func name() -> Name { Name(trusted: "changes \(LoopID.random(using: &generator))") }
  private var generator = SystemRandomNumberGenerator()

  private static func insert(
    _ project: Name, _ subject: String, at time: String = "2026-08-01T00:00:00.000000Z"
  ) throws
    -> PostgresCommand
  {
    let author = ChangeAuthor(
      time: Timestamp(trusted: time), actor: "ada", client: CallingClient(name: nil, version: nil), host: "laptop",
      processID: 1, idempotencyKey: nil)
    return try ChangeSQL.record(Change(.loop, of: project, subject: subject, .created), by: author)
  }

  /// A transaction takes its number first and commits last.
  func testFollower_whenCommitsAreOutOfOrder_missesNone() async throws {
    let database = try TestDatabase()
    let manager = try await database.manager(ManagerSettings())
    let project = name()
    let start = try await manager.changes(of: nil, subject: nil, after: nil, limit: 1).elements.first?.number ?? 0
    let commit = DispatchSemaphore(value: 0)
    let (numbered, hasNumber) = AsyncStream.makeStream(of: Void.self)
    async let slow: Void = database.withConnection { connection in
      try connection.execute(.begin)
      _ = try connection.execute(try Self.insert(project, "first"))
      hasNumber.finish()
      // The thread of this connection has nothing else to do.
      commit.wait()
      try connection.execute(.commit)
    }
    for await _ in numbered {}
    try await database.withConnection { connection in _ = try connection.execute(try Self.insert(project, "second")) }
    let listed = try await manager.changes(of: project, subject: nil, after: nil, limit: 10).elements
    XCTAssertEqual(listed.map(\.change.subject), ["second"], "a list shows what there is")
    let early = try await manager.changes(above: start, of: project, limit: 10)
    XCTAssertEqual(early.changes, [], "the second must wait for the first")
    XCTAssertEqual(early.last, start)
    commit.signal()
    try await slow
    let batch = try await manager.changes(above: early.last, of: project, limit: 10)
    XCTAssertEqual(batch.changes.map(\.change.subject), ["first", "second"])
    let end = try await manager.changes(above: batch.last, of: project, limit: 10)
    XCTAssertEqual(end, ChangeBatch(changes: [], last: batch.last))
    await database.stop()
  }

  /// Its number is a gap for good.
  func testFollower_whenAWriterIsRolledBack_goesOn() async throws {
    let database = try TestDatabase()
    let manager = try await database.manager(ManagerSettings())
    let project = name()
    let start = try await manager.changes(of: nil, subject: nil, after: nil, limit: 1).elements.first?.number ?? 0
    try await database.withConnection { connection in
      try connection.execute(.begin)
      _ = try connection.execute(try Self.insert(project, "never"))
      try connection.execute(.rollback)
      _ = try connection.execute(try Self.insert(project, "after"))
    }
    let batch = try await manager.changes(above: start, of: project, limit: 10)
    XCTAssertEqual(batch.changes.map(\.change.subject), ["after"])
    await database.stop()
  }

  func testExpiry_whenStepsAreMany_takesTheOldOnesAlone() async throws {
    let database = try TestDatabase()
    let manager = try await database.manager(ManagerSettings())
    let project = name()
    _ = try await manager.plans(status: nil, after: nil, limit: 1)  // Once the schema is there.
    // Entries that nobody else's tests look at: older than all others, and so the first that a step finds.
    let left = try await database.withConnection { connection in
      try connection.execute(.begin)
      try connection.execute("DELETE FROM changes")
      for number in 1...5 {
        _ = try connection.execute(
          try Self.insert(
            project, "\(number)", at: number <= 3 ? "2000-01-01T00:00:00.000000Z" : "2020-01-01T00:00:00.000000Z"))
      }
      let deleted = try connection.execute(ChangeSQL.expire("2010-01-01T00:00:00.000000Z")).affectedRows
      let subjects = try connection.execute("SELECT subject FROM changes ORDER BY number").texts()
      try connection.execute(.rollback)
      return (deleted, subjects)
    }
    XCTAssertEqual(left.0, 3)
    XCTAssertEqual(left.1, ["4", "5"])
    await database.stop()
  }

  func testServer_whenEntriesHaveExpired_deletesThem() async throws {
    let database = try TestDatabase()
    let project = name()
    let first = try await database.manager(ManagerSettings())
    _ = try await first.plans(status: nil, after: nil, limit: 1)
    try await database.withConnection { connection in
      // Those of other tests: a step looks at the oldest alone.
      try connection.execute("DELETE FROM changes")
      _ = try connection.execute(try Self.insert(project, "old", at: "1990-01-01T00:00:00.000000Z"))
    }
    // Thirty thousand days before this clock's time only the old one was made.
    let now = Timestamp(trusted: "2072-02-25T00:00:00.000000Z")
    let keeper = try await database.manager(
      ManagerSettings(
        recording: ChangeRecording(retentionDays: 30_000 - 1), sources: StateSources(now: { now })))
    for _ in 0..<600 {
      let left = try await keeper.changes(above: 0, of: project, limit: 10).changes
      if left.isEmpty { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    let left = try await keeper.changes(above: 0, of: project, limit: 10).changes
    XCTAssertEqual(left, [])
    await database.stop()
  }
}
