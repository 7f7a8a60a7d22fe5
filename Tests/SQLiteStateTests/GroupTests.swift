// Writes that share a transaction: what each keeps, what takes all of them back, and when they are answered.

import Models
import SQLite
import XCTest

@testable import SQLiteState

final class GroupTests: StateFileTestCase {
  private struct Stop: Error {}
  private static let refuse = Failure(.conflict, "no")
  private static let count = SQLiteStatement("SELECT count(*) FROM notes")
  private static let orphan = SQLiteStatement(
    "INSERT INTO objective_feedback (loop_id, stored_at, feedback) VALUES ('00000000', 0, 'x')")

  /// Runs `body` while the file's lock is held elsewhere, so that what it begins waits in line.
  private func whileLocked<Value>(_ body: () async throws -> Value) async throws -> Value {
    let lock = FileLock(try StatePaths(resolving: path))
    try lock.acquire()
    defer { lock.release() }
    return try await body()
  }

  private func outcomes(_ tasks: [Task<String, any Error>]) async -> [String] {
    var outcomes: [String] = []
    for task in tasks {
      switch await task.result {
      case .success(let text): outcomes.append(text)
      case .failure(let error): outcomes.append((error as? Failure)?.code.rawValue ?? "\(error)")
      }
    }
    return outcomes
  }

  func testWrites_whenTheyWaitTogether_shareOneCommit() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let before = try commits()
    let tasks = try await whileLocked { (1...50).map { manager.noteInLine("\($0)") } }
    let outcomes = await outcomes(tasks)
    XCTAssertEqual(outcomes, (1...50).map(String.init))
    XCTAssertEqual(try commits() - before, 1)
    let notes = try await manager.notes()
    XCTAssertEqual(notes, outcomes, "in the order in which they came")
  }

  func testWrites_whenVeryMany_shareCommitsUpToALimit() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let before = try commits()
    let tasks = try await whileLocked { (1...200).map { manager.noteInLine("\($0)") } }
    let outcomes = await outcomes(tasks)
    XCTAssertEqual(outcomes.count, 200)
    XCTAssertGreaterThanOrEqual(try commits() - before, 4)
  }

  func testWrite_whenItIsLong_sharesWithNobody() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let before = try commits()
    let tasks = try await whileLocked {
      [
        manager.noteInLine("1"), Task.immediate { try await manager.note("long", isLong: true) },
        manager.noteInLine("2"), manager.noteInLine("3"),
      ]
    }
    _ = await outcomes(tasks)
    XCTAssertEqual(try commits() - before, 3)
  }

  func testWrite_whenItFails_takesBackItselfAlone() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let tasks = try await whileLocked {
      let first = manager.noteInLine("1")
      let failing = Task.immediate {
        try await manager.write(once: nil) { (file, _) throws -> String in
          try file.run(SQLiteStatement("INSERT INTO notes VALUES ('half')")())
          throw Self.refuse
        }.value
      }
      let wrong = Task.immediate {
        try await manager.write(once: nil) { (file, _) throws -> String in
          try file.run(SQLiteStatement("INSERT INTO notes VALUES (NULL)")())
          return "never"
        }.value
      }
      return [first, failing, wrong, manager.noteInLine("2")]
    }
    let outcomes = await outcomes(tasks)
    XCTAssertEqual(outcomes, ["1", "conflict", "internal", "2"])
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["1", "2"])
  }

  func testWrite_whenItSeesAnother_isAnsweredAfterBothAreCommitted() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let tasks = try await whileLocked {
      let first = manager.noteInLine("1")
      let second = Task.immediate {
        try await manager.write(once: nil) { file, _ in
          "\(try file.first(Self.count()) { row in try row.int() } ?? -1)"
        }.value
      }
      return [first, second]
    }
    let outcomes = await outcomes(tasks)
    XCTAssertEqual(outcomes, ["1", "1"])
  }

  func testGroup_whenSQLiteTakesItBack_failsTheOneAtFaultAlone() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let tasks = try await whileLocked {
      let fatal = Task.immediate {
        try await manager.write(once: nil) { (file, _) throws -> String in
          file.rollback()  // as SQLite does by itself after some errors
          throw SQLiteError(.full, "full")
        }.value
      }
      return [manager.noteInLine("1"), fatal, manager.noteInLine("2")]
    }
    let outcomes = await outcomes(tasks)
    XCTAssertEqual(outcomes, ["1", "unavailable", "2"])
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["1", "2"])
  }

  func testGroup_whenItsCommitFails_failsAsAWhole() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let tasks = try await whileLocked {
      let orphan = Task.immediate {
        try await manager.write(once: nil) { (file, _) throws -> String in
          try file.runScript("PRAGMA defer_foreign_keys = ON")
          try file.run(Self.orphan())
          return "orphan"
        }.value
      }
      return [manager.noteInLine("1"), orphan, manager.noteInLine("2")]
    }
    let outcomes = await outcomes(tasks)
    XCTAssertEqual(outcomes, ["internal", "internal", "internal"])
    let notes = try await manager.notes()
    XCTAssertEqual(notes, [])
    try await manager.note("works")
  }

  func testWrite_whenItThrowsAnything_isInternal() async throws {
    let manager = manager()
    let failure = await failure { _ = try await manager.write(once: nil) { (_, _) throws -> Bool in throw Stop() } }
    XCTAssertEqual(failure?.code, .internal)
  }

  func testReads_whenAWriteWasAnswered_seeIt() async throws {
    let manager = manager()
    try await manager.makeNotes()
    for number in 1...50 {
      try await manager.note("\(number)")
      let count = try await manager.notes().count
      XCTAssertEqual(count, number)
    }
  }

  func testWrites_whenManyManagersWriteAtOnce_areAllThere() async throws {
    let managers = (0..<4).map { _ in manager() }
    try await managers[0].makeNotes()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for manager in managers {
        for index in 0..<10 {
          group.addTask { for round in 0..<10 { try await manager.note("\(index) \(round)") } }
        }
      }
      try await group.waitForAll()
    }
    let count = try await managers[1].notes().count
    XCTAssertEqual(count, 400)
  }

  func testReadApart_whileOthersWrite_staysAtItsMoment() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let path = path
    let counts = try await manager.readApart { file in
      let before = try file.first(Self.count()) { row in try row.int() }
      let writer = try SQLiteConnection(path: path, mode: .readWrite)
      try writer.run(SQLiteStatement("INSERT INTO notes VALUES ('x')")())
      return [before, try file.first(Self.count()) { row in try row.int() }]
    }
    XCTAssertEqual(counts, [0, 0])
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["x"])
  }
}
