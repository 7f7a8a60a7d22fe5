// SQLiteTestCase: a folder of its own for each test, and connections to databases in it.

import Foundation
import SQLite
import XCTest

class SQLiteTestCase: XCTestCase {
  private(set) var folder = ""
  var path: String { folder + "/state.db" }

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "sqlite-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  func open(
    _ mode: SQLiteConnection.Mode = .create, busyTimeout: Duration = .milliseconds(50)
  ) throws -> SQLiteConnection {
    try SQLiteConnection(path: path, mode: mode, settings: SQLiteSettings(busyTimeout: busyTimeout))
  }

  /// A database with a table of one column, `value`, and an id.
  func openWithTable(_ type: String = "ANY") throws -> SQLiteConnection {
    let connection = try open()
    try connection.useWriteAheadLog()
    try connection.runScript("CREATE TABLE t (id INTEGER PRIMARY KEY, value \(type)) STRICT")
    return connection
  }

  static let insert = SQLiteStatement("INSERT INTO t (id, value) VALUES (?1, ?2)")
  static let value = SQLiteStatement("SELECT value FROM t WHERE id = ?1")
  static let count = SQLiteStatement("SELECT count(*) FROM t")

  func count(_ connection: SQLiteConnection) throws -> Int? {
    try connection.first(Self.count()) { row in try row.int() }
  }

  /// The error that `body` fails with.
  func failure(_ body: () throws -> Void, file: StaticString = #filePath, line: UInt = #line) -> SQLiteError? {
    do {
      try body()
      XCTFail("it did not fail", file: file, line: line)
    } catch let error as SQLiteError {
      return error
    } catch {
      XCTFail("another error: \(error)", file: file, line: line)
    }
    return nil
  }
}
