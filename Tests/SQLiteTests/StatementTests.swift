// Statements: reuse, errors, rows.

import SQLite
import XCTest

final class StatementTests: SQLiteTestCase {
  private static let all = SQLiteStatement("SELECT id FROM t ORDER BY id")

  func testStatement_whenItFailed_canBeUsedAgain() throws {
    let connection = try openWithTable("INTEGER")
    try connection.run(Self.insert(1, 1))
    XCTAssertEqual(failure { try connection.run(Self.insert(1, 2)) }?.code, .primaryKeyConstraint)
    XCTAssertEqual(try connection.run(Self.insert(2, 2)), 1)
    XCTAssertEqual(try count(connection), 2)
  }

  func testStatement_whenItsReaderFails_canBeUsedAgain() throws {
    struct Stop: Error {}
    let connection = try openWithTable("INTEGER")
    try connection.run(Self.insert(1, 1))
    XCTAssertThrowsError(try connection.first(Self.value(1)) { _ in throw Stop() }) { XCTAssertTrue($0 is Stop) }
    XCTAssertEqual(try connection.first(Self.value(1)) { row in try row.int() }, 1)
  }

  func testStatement_whenRunAgainWhileItsRowsAreRead_runsByItself() throws {
    let connection = try openWithTable("INTEGER")
    for id in 1...3 { try connection.run(Self.insert(.int(id), .int(id))) }
    var pairs = 0
    try connection.forEach(Self.all()) { _ in try connection.forEach(Self.all()) { _ in pairs += 1 } }
    XCTAssertEqual(pairs, 9)
  }

  func testStatement_whenItReturnsRows_isDoneWithTheFirst() throws {
    let connection = try openWithTable("INTEGER")
    let statement = SQLiteStatement("INSERT INTO t (value) VALUES (1), (2), (3) RETURNING id")
    XCTAssertEqual(try connection.first(statement()) { row in try row.int() }, 1)
    XCTAssertEqual(try count(connection), 3)
    XCTAssertFalse(connection.isInTransaction)
  }

  func testStatement_whenTheTableChanges_isPreparedAgain() throws {
    let connection = try openWithTable("INTEGER")
    let statement = SQLiteStatement("SELECT * FROM t")
    try connection.run(Self.insert(1, 1))
    _ = try connection.all(statement()) { row in try row.int() }
    try connection.runScript("ALTER TABLE t ADD COLUMN more TEXT DEFAULT 'x'")
    let more = try connection.first(statement()) { row in
      row.skip(2)
      return try row.text()
    }
    XCTAssertEqual(more, "x")
  }

  func testError_whenAStatementFails_tellsTheSQLAndNoValue() throws {
    let connection = try openWithTable("INTEGER CHECK (value < 10)")
    let check = try XCTUnwrap(failure { try connection.run(Self.insert(1, 11_223_344)) })
    XCTAssertEqual(check.code, .checkConstraint)
    XCTAssertEqual(check.code.primary, .constraint)
    XCTAssertTrue(check.description.contains("INSERT INTO t"), check.description)
    XCTAssertFalse(check.description.contains("11223344"), check.description)
    let type = try XCTUnwrap(failure { try connection.run(Self.insert(1, .text("secret"))) })
    XCTAssertEqual(type.code, .typeConstraint)
    XCTAssertFalse(type.description.contains("secret"), type.description)
  }

  func testError_whenTheStatementIsWrong_namesIt() throws {
    let connection = try open()
    let error = try XCTUnwrap(failure { try connection.run(SQLiteStatement("SELEKT")()) })
    XCTAssertEqual(error.code, .error)
    XCTAssertTrue(error.description.contains("SELEKT"))
    XCTAssertEqual(failure { try connection.run(SQLiteStatement(" -- nothing")()) }?.code, .misuse)
    XCTAssertEqual(failure { try connection.run(Self.insert(1)) }?.code, .error)  // there is no table
    try connection.runScript("CREATE TABLE t (id, value)")
    XCTAssertEqual(failure { try connection.run(Self.insert(1)) }?.code, .misuse)
  }

  func testError_whenAValueIsTooLong_isTooBig() throws {
    let connection = try openWithTable()
    let statement = SQLiteStatement("INSERT INTO t (value) VALUES (zeroblob(1000000001))")
    XCTAssertEqual(failure { try connection.run(statement()) }?.code, .tooBig)
  }

  func testForeignKeys_whenARowRefersToNothing_refuseIt() throws {
    let connection = try openWithTable("INTEGER")
    try connection.runScript("CREATE TABLE u (t INTEGER REFERENCES t (id) ON DELETE CASCADE)")
    let insert = SQLiteStatement("INSERT INTO u VALUES (?1)")
    XCTAssertEqual(failure { try connection.run(insert(9)) }?.code, .foreignKeyConstraint)
  }

  func testConnection_whenClosed_refusesEverything() throws {
    let connection = try openWithTable()
    try connection.run(Self.insert(1, 1))
    connection.close()
    connection.close()
    XCTAssertEqual(failure { try connection.run(Self.insert(2, 1)) }?.code, .misuse)
    XCTAssertEqual(failure { try connection.begin(.immediate) }?.code, .misuse)
    XCTAssertEqual(failure { _ = try connection.checkpoint(.passive) }?.code, .misuse)
    XCTAssertFalse(connection.isInTransaction)
  }

  func testLibrary_isNewEnoughForStrictTablesAndReturning() {
    let version = SQLiteConnection.libraryVersion.split(separator: ".").compactMap { Int($0) }
    XCTAssertTrue(version[0] > 3 || version[1] >= 37, "\(version)")
  }
}
