// Transactions, parts of them, and what happens to them in trouble.

import SQLite
import XCTest

final class TransactionTests: SQLiteTestCase {
  private struct Stop: Error {}

  func testTransaction_whenItsBodyThrows_leavesNothing() throws {
    let connection = try openWithTable()
    XCTAssertThrowsError(
      try connection.transaction(.immediate) {
        try connection.run(Self.insert(1, 1))
        throw Stop()
      })
    XCTAssertEqual(try count(connection), 0)
    XCTAssertFalse(connection.isInTransaction)
  }

  func testPart_whenItThrows_takesBackItselfAlone() throws {
    let connection = try openWithTable()
    try connection.transaction(.immediate) {
      try connection.run(Self.insert(1, 1))
      XCTAssertThrowsError(
        try connection.part {
          try connection.run(Self.insert(2, 1))
          throw Stop()
        })
      XCTAssertTrue(connection.isInTransaction)
      try connection.part { try connection.run(Self.insert(3, 1)) }
    }
    XCTAssertEqual(try connection.all(SQLiteStatement("SELECT id FROM t")()) { row in try row.int() }, [1, 3])
  }

  func testPart_whenNested_takesBackTheInnermost() throws {
    let connection = try openWithTable()
    try connection.transaction(.immediate) {
      try connection.part {
        try connection.run(Self.insert(1, 1))
        XCTAssertThrowsError(
          try connection.part {
            try connection.run(Self.insert(2, 1))
            throw Stop()
          })
      }
    }
    XCTAssertEqual(try count(connection), 1)
  }

  func testPart_whenTheDatabaseIsFull_canBeTakenBack() throws {
    let connection = try openWithTable("BLOB")
    try connection.runScript("PRAGMA max_page_count = 20")
    let insert = SQLiteStatement("INSERT INTO t (value) VALUES (zeroblob(1000000))")
    try connection.begin(.immediate)
    try connection.run(Self.insert(1, .bytes([1])))
    XCTAssertEqual(failure { _ = try connection.part { try connection.run(insert()) } }?.code, .full)
    // SQLite may have taken back everything, and says so.
    if connection.isInTransaction {
      try connection.commit()
      XCTAssertEqual(try count(connection), 1)
    } else {
      XCTAssertEqual(try count(connection), 0)
    }
    try connection.transaction(.immediate) { try connection.run(Self.insert(2, .bytes([2]))) }
  }

  func testCommit_whenItFails_leavesNothing() throws {
    let connection = try openWithTable("INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED")
    try connection.begin(.immediate)
    try connection.run(Self.insert(1, 99))
    XCTAssertEqual(failure { try connection.commit() }?.code, .foreignKeyConstraint)
    XCTAssertFalse(connection.isInTransaction)
    XCTAssertEqual(try count(connection), 0)
  }

  func testBegin_whenAnotherConnectionWrites_isBusyAfterTheTimeout() throws {
    let (one, other) = (try openWithTable(), try open(.readWrite))
    try one.begin(.immediate)
    let start = ContinuousClock.now
    XCTAssertEqual(failure { try other.begin(.immediate) }?.code, .busy)
    XCTAssertGreaterThanOrEqual(ContinuousClock.now - start, .milliseconds(40))
    try one.commit()
    try other.transaction(.immediate) { try other.run(Self.insert(1, 1)) }
  }

  func testReader_whenAnotherWrites_seesOneMomentWithoutWaiting() throws {
    let (writer, reader) = (try openWithTable(), try open(.queries))
    try writer.run(Self.insert(1, 1))
    try reader.begin(.deferred)
    XCTAssertEqual(try count(reader), 1)
    try writer.begin(.immediate)
    try writer.run(Self.insert(2, 1))
    XCTAssertEqual(try count(reader), 1)
    try writer.commit()
    XCTAssertEqual(try count(reader), 1)
    try reader.commit()
    XCTAssertEqual(try count(reader), 2)
  }

  func testReader_whenItWrites_isRefused() throws {
    _ = try openWithTable()
    let reader = try open(.queries)
    XCTAssertEqual(failure { try reader.run(Self.insert(1, 1)) }?.code.primary, .readOnly)
  }

  func testReaders_whenManyReadDuringWrites_neverFail() throws {
    let writer = try openWithTable("INTEGER")
    try writer.run(Self.insert(0, 0))
    let path = path
    DispatchQueue.concurrentPerform(iterations: 5) { index in
      do {
        let connection = try SQLiteConnection(path: path, mode: index == 0 ? .readWrite : .queries)
        if index == 0 {
          for id in 1...200 { try connection.run(Self.insert(.int(id), .int(id))) }
        } else {
          for _ in 1...500 { _ = try connection.first(Self.count()) { row in try row.int() } }
        }
      } catch { XCTFail("\(error)") }
    }
    XCTAssertEqual(try count(writer), 201)
  }
}
