// FileDiagnosisTests: state files in each condition, looked at as doctor does: nothing is changed or made.

import Platform
import SQLite
import SQLiteState
import State
import XCTest

@testable import Doctor

final class FileDiagnosisTests: XCTestCase {
  private var folder = ""
  private var path: String { folder + "/state?#%.db" }

  override func setUpWithError() throws {
    folder = try FileSystem.canonicalPath(NSTemporaryDirectory()) + "/respec-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  /// The bytes of every file but the log's index, which readers share.
  private func contents() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.reduce(into: [:]) { contents, name in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      contents[name] = name.hasSuffix("-shm") ? Data() : data
    }
  }

  private func problems(file: StaticString = #filePath, line: UInt = #line) throws -> [String] {
    let before = try contents()
    let findings = FileDiagnosis(path: path).findings()
    XCTAssertEqual(try contents(), before, "doctor has changed something", file: file, line: line)
    return findings.filter { $0.level > .note }.map { "\($0.check) \($0.level)" }
  }

  private func migrate() async throws { _ = try await FileSchema(path: path).migrate() }

  private func change(_ sql: String) throws {
    try SQLiteConnection(path: path, mode: .readWrite).runScript(sql)
  }

  func testFile_whenMissingOrEmpty_isNoProblem() throws {
    XCTAssertEqual(try problems(), [])
    try Data().write(to: URL(fileURLWithPath: path))
    XCTAssertEqual(chmod(path, 0o600), 0)
    XCTAssertEqual(try problems(), [])
  }

  func testFile_whenSound_isReadWithAndWithoutItsLog() async throws {
    try await migrate()
    XCTAssertEqual(try problems(), [])
    let connection = try SQLiteConnection(path: path, mode: .readWrite)
    try connection.runScript("UPDATE loop_history_counter SET last_number = 5")
    XCTAssertGreaterThan(try PlaceFacts(path: path).logSize, 0)
    XCTAssertEqual(try problems(), [])
    _ = try connection.checkpoint(.truncate)
    connection.close()
    for name in ["-wal", "-shm"] { FileSystem.remove(path + name) }
    XCTAssertEqual(try problems(), [])
  }

  func testSchema_whenItDoesNotFit_isAnError() async throws {
    try await migrate()
    try change("INSERT INTO schema_migrations (version, description) VALUES (99, 'later')")
    XCTAssertEqual(try problems(), ["migrations error"])
    try change("PRAGMA application_id = 1")
    XCTAssertEqual(try problems(), ["migrations error"])
  }

  func testLock_whenHeld_isTold() async throws {
    try await migrate()
    let lock = try Descriptor.open(path + ".lock", .reading)
    defer { try? lock.close() }
    XCTAssertTrue(try lock.lock(.exclusive, waits: false))
    let paths = try StatePaths(resolving: path)
    XCTAssertEqual(LockFacts(of: paths, within: 0.05), .held)
    try lock.unlock()
    FileSystem.remove(paths.lock)
    XCTAssertEqual(LockFacts(of: paths, within: 2), .missing)
  }

  func testTimeLimit_whenWorkHangs_goesOnWithout() {
    let end = DispatchSemaphore(value: 0)
    let result: Int? = TimeLimit.run(0.05) {
      end.wait()
      return 5
    }
    XCTAssertNil(result)
    end.signal()
    XCTAssertEqual(TimeLimit.run(60) { 5 }, 5)
  }
}
