// The file as an operator sees it: migrations, their state, copies.

import Foundation
import Models
import SQLite
import State
import XCTest

@testable import SQLiteState

final class FileSchemaTests: StateFileTestCase {
  private var schema: FileSchema { FileSchema(path: path, timeout: .milliseconds(200)) }

  func testStatus_whenThereIsNoFile_makesNone() async throws {
    let status = try await schema.status()
    XCTAssertEqual(status, SchemaStatus(applied: [], pending: Migration.stateFile))
    let plan = try await schema.plan()
    XCTAssertEqual(plan, Migration.stateFile)
    XCTAssertFalse(exists(folder + "/state"))
  }

  func testMigrate_whenRepeated_appliesEachOnce() async throws {
    let first = try await schema.migrate()
    XCTAssertEqual(first, Migration.stateFile)
    let second = try await schema.migrate()
    XCTAssertEqual(second, [])
    let status = try await schema.status()
    XCTAssertEqual(status, SchemaStatus(applied: Migration.stateFile, pending: []))
    let plan = try await schema.plan()
    XCTAssertEqual(plan, [])
  }

  func testMigrate_whenAnotherHoldsTheLock_isBusyInTime() async throws {
    _ = try await schema.migrate()
    let lock = FileLock(try StatePaths(resolving: path))
    try lock.acquire()
    let failure = await failure { _ = try await self.schema.migrate() }
    XCTAssertEqual(failure?.code, .busy)
  }

  func testStatus_whenTheFileIsNewer_isRefused() async throws {
    _ = try await schema.migrate()
    try SQLiteConnection(path: path, mode: .readWrite).runScript(
      "INSERT INTO schema_migrations (version, description) VALUES (99, 'later')")
    let failure = await failure { _ = try await self.schema.status() }
    XCTAssertTrue(failure?.message.contains("newer than this binary") ?? false, failure?.message ?? "")
  }

  func testMigrations_whenAllAreApplied_setTheFilesNumbers() async throws {
    _ = try await schema.migrate()
    let file = try SQLiteConnection(path: path, mode: .queries)
    let id = try file.first(SQLiteStatement("PRAGMA application_id")()) { row in try row.int() }
    XCTAssertEqual(id, SQLiteMigrator.applicationID)
    let version = try file.first(SQLiteStatement("PRAGMA user_version")()) { row in try row.int() }
    XCTAssertEqual(version, Migration.stateFile.last?.version)
    XCTAssertEqual(try file.findDamage(), [])
    let loose = SQLiteStatement(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'")
    XCTAssertEqual(try file.all(loose()) { row in try row.text() }, [])
  }

  func testBackup_whileAServerWrites_isAStateFile() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try await manager.note("1")
    try await schema.backup(to: folder + "/copy.db")
    try await manager.note("2")
    XCTAssertEqual(try permissions(folder + "/copy.db"), 0o600)
    XCTAssertFalse(exists(folder + "/copy.db-wal"))
    let copied = try await self.manager(folder + "/copy.db").notes()
    XCTAssertEqual(copied, ["1"])
  }

  func testBackup_whenThereIsAFile_leavesIt() async throws {
    _ = try await schema.migrate()
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/copy.db"))
    let failure = await failure { try await self.schema.backup(to: self.folder + "/copy.db") }
    XCTAssertEqual(failure?.code, .alreadyExists)
    XCTAssertEqual(size(folder + "/copy.db"), 4)
  }

  func testBackup_whenItCannotBeWritten_leavesNothing() async throws {
    let missing = await failure { try await self.schema.backup(to: self.folder + "/copy.db") }
    XCTAssertTrue(missing?.message.contains("is gone") ?? false, missing?.message ?? "")
    _ = try await schema.migrate()
    let failure = await failure { try await self.schema.backup(to: self.folder + "/none/copy.db") }
    XCTAssertEqual(failure?.code, .unavailable)
    XCTAssertFalse(exists(folder + "/copy.db"))
  }
}
