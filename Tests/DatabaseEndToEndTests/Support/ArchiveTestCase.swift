// ArchiveTestCase: the common part of the tests of export and import.

import EndToEndSupport
import SharedStateSupport
import XCTest

class ArchiveTestCase: DatabaseTestCase {
  private(set) var tree: FileTree!

  override func setUpWithError() throws {
    try super.setUpWithError()
    tree = try FileTree()
  }

  override func tearDownWithError() throws {
    tree?.remove()
    try super.tearDownWithError()
  }

  /// A database with all tables.
  func migratedDatabase() throws -> DatabaseAddress {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    return database
  }

  func export(
    _ database: DatabaseAddress, to folder: String = "out", _ arguments: String..., more: [String: String] = [:]
  ) throws -> Command {
    try Command(
      ServerProcess.builtBinary, ["export", tree.path(folder)] + arguments,
      environment: environment(database.uri, ["DATABASE_COMMAND_TIMEOUT": "60"].merging(more) { $1 }))
  }

  func restore(
    _ database: DatabaseAddress, from folder: String = "out", _ arguments: String..., more: [String: String] = [:]
  ) throws -> Command {
    let own = ["DATABASE_COMMAND_TIMEOUT": "60", "LOOP_HISTORY_LIMIT": "1000"]
    return try Command(
      ServerProcess.builtBinary, ["import", tree.path(folder)] + arguments,
      environment: environment(database.uri, own.merging(more) { $1 }))
  }

  /// Imports `folder` into a new database and expects every row of `database` there, and the same files out of it.
  func assertComesBack(
    _ database: DatabaseAddress, from folder: String = "out", file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let copy = try migratedDatabase()
    _ = try restore(copy, from: folder).checked()
    XCTAssertEqual(try ProjectRows.all(copy), try ProjectRows.all(database), file: file, line: line)
    _ = try export(copy, to: "again").checked()
    XCTAssertEqual(
      try tree.contents(below: "again"), try tree.contents(below: folder), file: file, line: line)
    try tree.delete("again")
  }

  /// A project with one of everything; returns the loop's id.
  @discardableResult
  func fill(_ database: DatabaseAddress, _ project: String) throws -> String {
    let process = try launch(database)
    let loop = try fill(process, project)
    try assertEnds(process)
    return loop
  }
}
