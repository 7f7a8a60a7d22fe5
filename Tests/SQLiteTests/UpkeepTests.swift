// UpkeepTests: files that are no database, damage, checkpoints, copies.

import Foundation
import SQLite
import XCTest

final class UpkeepTests: SQLiteTestCase {
  private func fill(_ connection: SQLiteConnection, _ count: Int = 100) throws {
    try connection.transaction(.immediate) {
      for id in 1...count { try connection.run(Self.insert(.int(id), .bytes([UInt8](repeating: 7, count: 1_000)))) }
    }
  }

  private func size(_ path: String) throws -> Int {
    try XCTUnwrap(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
  }

  func testOpen_whenTheFileIsMissing_cannotOpen() throws {
    let error = try XCTUnwrap(failure { _ = try open(.readWrite) })
    XCTAssertEqual(error.code.primary, .cannotOpen)
    XCTAssertEqual(error.systemError, ENOENT)
    XCTAssertFalse(FileManager.default.fileExists(atPath: path))
  }

  func testOpen_whenTheFileIsSomethingElse_isNoDatabase() throws {
    try Data(String(repeating: "not a database ", count: 1000).utf8).write(to: URL(fileURLWithPath: path))
    let error = failure {
      let connection = try open(.readWrite)
      _ = try count(connection)
    }
    XCTAssertEqual(error?.code, .notADatabase)
  }

  func testRead_whenAPageIsDamaged_isCorrupt() throws {
    let connection = try openWithTable("BLOB")
    try fill(connection)
    _ = try connection.checkpoint(.truncate)
    connection.close()
    let file = try XCTUnwrap(FileHandle(forUpdatingAtPath: path))
    for page in 1..<20 {
      try file.seek(toOffset: UInt64(page * 4096))
      file.write(Data(repeating: 0x5a, count: 4096))
    }
    try file.close()
    let damaged = try open(.queries)
    let sum = SQLiteStatement("SELECT sum(length(value)) FROM t")
    XCTAssertEqual(failure { _ = try damaged.first(sum()) { row in try row.int() } }?.code.primary, .corrupt)
    XCTAssertFalse(try damaged.findDamage().isEmpty)
    XCTAssertFalse(try damaged.findDamageQuickly().isEmpty)
  }

  func testImmutable_whenThereIsNoLog_readsAndMakesNothing() throws {
    let connection = try openWithTable("BLOB")
    try fill(connection)
    _ = try connection.checkpoint(.truncate)
    connection.close()
    for name in ["-wal", "-shm"] { try FileManager.default.removeItem(atPath: path + name) }
    let reader = try open(.immutable)
    XCTAssertEqual(try count(reader), 100)
    XCTAssertEqual(try reader.findDamageQuickly(), [])
    XCTAssertEqual(failure { try reader.run(Self.insert(1_000, .null)) }?.code.primary, .readOnly)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["state.db"])
  }

  func testCheckpoint_whenNobodyReads_writesTheWholeLog() throws {
    let connection = try openWithTable("BLOB")
    try fill(connection)
    XCTAssertGreaterThan(try size(path + "-wal"), 100_000)
    let passive = try connection.checkpoint(.passive)
    XCTAssertGreaterThan(passive.logPages, 20)
    XCTAssertEqual(passive.logPages, passive.writtenPages)
    XCTAssertFalse(passive.isBlocked)
    _ = try connection.checkpoint(.truncate)
    XCTAssertEqual(try size(path + "-wal"), 0)
  }

  func testCheckpoint_whenAReaderStaysBehind_isBlocked() throws {
    let (connection, reader) = (try openWithTable("BLOB"), try open(.queries))
    try reader.begin(.deferred)
    XCTAssertEqual(try count(reader), 0)
    try fill(connection)
    XCTAssertTrue(try connection.checkpoint(.passive).isBlocked)
    XCTAssertTrue(try connection.checkpoint(.truncate).isBlocked)
    try reader.commit()
    XCTAssertFalse(try connection.checkpoint(.truncate).isBlocked)
  }

  func testConnection_whenTheLastCloses_leavesTheLog() throws {
    let connection = try openWithTable("BLOB")
    try fill(connection, 500)
    connection.close()
    XCTAssertGreaterThan(try size(path + "-wal"), 500_000, "neither by itself nor at the end is there a checkpoint")
    XCTAssertEqual(try count(try open(.queries)), 500)
  }

  func testBackup_whileAnotherWrites_isOfOneMoment() throws {
    let connection = try openWithTable("BLOB")
    try fill(connection)
    let other = try open(.readWrite)
    try other.begin(.immediate)
    try other.run(Self.insert(1_000, .bytes([1])))
    let copy = try SQLiteConnection(path: folder + "/copy.db", mode: .create)
    try connection.backup(to: copy)
    try other.commit()
    XCTAssertEqual(try count(copy), 100)
    XCTAssertEqual(try copy.findDamage(), [])
    copy.close()
    XCTAssertEqual(try count(connection), 101)
  }

  func testFindDamage_whenARowRefersToNothing_tells() throws {
    let connection = try openWithTable("INTEGER REFERENCES t (id)")
    XCTAssertEqual(try connection.findDamage(), [])
    try connection.runScript("PRAGMA foreign_keys = OFF; INSERT INTO t VALUES (1, 2); INSERT INTO t VALUES (3, 4)")
    XCTAssertEqual(try connection.findDamage(), ["a row of t refers to nothing"])
  }
}
