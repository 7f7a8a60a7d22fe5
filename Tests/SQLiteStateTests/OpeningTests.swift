// The state file is made, opened, or refused with what to do.

import Foundation
import Models
import SQLite
import State
import XCTest

@testable import SQLiteState

final class OpeningTests: StateFileTestCase {
  private static let delete = SQLiteStatement("DELETE FROM loop_states")
  private static let versions = SQLiteStatement("SELECT version FROM schema_migrations")

  private func makeFolder() throws {
    try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// A manager on the file refuses with these words and leaves it as it is; once `mend` is done it works.
  private func checkRefusal(
    _ words: String, file: StaticString = #filePath, line: UInt = #line, mend: () throws -> Void
  ) async throws {
    let manager = manager()
    let before = try? Data(contentsOf: URL(fileURLWithPath: path))
    for _ in 0..<2 {
      let failure = await failure(file: file, line: line) { _ = try await manager.read { _ in } }
      XCTAssertEqual(failure?.code, .unavailable, file: file, line: line)
      XCTAssertTrue(failure?.message.contains(words) ?? false, failure?.message ?? "", file: file, line: line)
      XCTAssertTrue(failure?.message.contains("respec.db") ?? false, failure?.message ?? "", file: file, line: line)
    }
    XCTAssertEqual(try? Data(contentsOf: URL(fileURLWithPath: path)), before, file: file, line: line)
    try mend()
    try await manager.makeNotes()
    try await manager.note("works")
  }

  func testManager_beforeItsFirstOperation_touchesNothing() {
    _ = manager()
    XCTAssertFalse(exists(folder + "/state"))
  }

  func testFile_whenMade_isItsOwnersAlone() async throws {
    let manager = manager()
    _ = try await manager.read { _ in }
    XCTAssertEqual(try permissions(folder + "/state"), 0o700)
    for file in [path, path + ".lock", path + ".queue", path + "-wal", path + "-shm"] {
      XCTAssertEqual(try permissions(file), 0o600, file)
    }
  }

  func testFile_whenMadeByManyAtOnce_isMadeOnce() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        let manager = manager()
        group.addTask { _ = try await manager.read { _ in } }
        group.addTask { _ = try await manager.write(once: nil) { file, _ in try file.run(Self.delete()) } }
      }
      try await group.waitForAll()
    }
    let versions = try await manager().read { file in try file.all(Self.versions()) { row in try row.int() } }
    XCTAssertEqual(versions, Migration.stateFile.map(\.version))
  }

  func testFile_whenEmpty_isFilled() async throws {
    try makeFolder()
    try write("", to: path)
    try await manager().makeNotes()
  }

  func testFile_whenReachedThroughLinks_isOne() async throws {
    try await manager().makeNotes()
    try FileManager.default.createSymbolicLink(atPath: folder + "/link.db", withDestinationPath: "state/respec.db")
    let linked = manager(folder + "/link.db")
    try await linked.note("one")
    let found = try await manager().notes()
    XCTAssertEqual(found, ["one"])
    XCTAssertFalse(exists(folder + "/link.db.lock"))
  }

  func testFile_whenNoDatabase_isRefused() async throws {
    try makeFolder()
    try write(String(repeating: "plain text ", count: 1_000), to: path)
    try await checkRefusal("is not a state file") { try FileManager.default.removeItem(atPath: path) }
  }

  /// SQLite takes a file of one byte for an empty database.
  func testFile_whenOfAByte_isRefused() async throws {
    try makeFolder()
    try write("x", to: path)
    try await checkRefusal("is not a state file") { try FileManager.default.removeItem(atPath: path) }
  }

  func testFile_whenEmptiedInUse_isToldAndNotWritten() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try await manager.note("kept")
    try await FileSchema(path: path).backup(to: folder + "/copy.db")
    try XCTUnwrap(FileHandle(forUpdatingAtPath: path)).truncate(atOffset: 0)
    let failure = await failure { try await manager.note("late") }
    XCTAssertEqual(failure?.code, .unavailable)
    XCTAssertTrue(failure?.message.contains("was emptied") ?? false, failure?.message ?? "")
    XCTAssertEqual(size(path), 0)
    XCTAssertEqual(rename(folder + "/copy.db", path), 0)
    try await manager.note("after")
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["kept", "after"])
  }

  func testFile_whenBehindALinkToNothing_isMadeThere() async throws {
    try makeFolder()
    try FileManager.default.createSymbolicLink(atPath: folder + "/link.db", withDestinationPath: "state/respec.db")
    let linked = manager(folder + "/link.db")
    try await linked.makeNotes()
    try await linked.note("one")
    let found = try await manager().notes()
    XCTAssertEqual(found, ["one"])
  }

  func testFile_whenAnotherProgramsDatabase_isRefused() async throws {
    try makeFolder()
    let other = try SQLiteConnection(path: path, mode: .create)
    try other.runScript("CREATE TABLE theirs (id); INSERT INTO theirs VALUES (1)")
    try await checkRefusal("is not a state file") { try FileManager.default.removeItem(atPath: path) }
    XCTAssertFalse(exists(path + "-journal"))
  }

  func testFile_whenOfAnotherApplicationID_isRefused() async throws {
    try makeFolder()
    try SQLiteConnection(path: path, mode: .create).runScript("PRAGMA application_id = 77")
    try await checkRefusal("is not a state file") { try FileManager.default.removeItem(atPath: path) }
  }

  func testFile_whenNewer_isRefused() async throws {
    do { _ = try await manager().read { _ in } }
    try SQLiteConnection(path: path, mode: .readWrite).runScript(
      "INSERT INTO schema_migrations (version, description) VALUES (99, 'later')")
    let failure = await failure { _ = try await self.manager().read { _ in } }
    XCTAssertEqual(failure?.code, .unavailable)
    XCTAssertTrue(failure?.message.contains("newer than this binary") ?? false, failure?.message ?? "")
  }

  func testFile_whenAFolder_isRefused() async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try await checkRefusal("is not a state file") { try FileManager.default.removeItem(atPath: path) }
  }

  func testFile_whenMissingBesideItsLog_isRefused() async throws {
    try makeFolder()
    try write("changes", to: path + "-wal")
    try await checkRefusal("its log") { try FileManager.default.removeItem(atPath: path + "-wal") }
  }

  func testFile_whenEmptyBesideItsLog_isRefused() async throws {
    try makeFolder()
    try write("", to: path)
    try write("changes", to: path + "-wal")
    try await checkRefusal("its log") { try FileManager.default.removeItem(atPath: path + "-wal") }
  }

  func testFolder_whenItCannotBeMade_isTold() async throws {
    try write("a file", to: folder + "/state")
    try await checkRefusal("cannot be used (") { try FileManager.default.removeItem(atPath: folder + "/state") }
  }

  func testFile_whenDamaged_isRefused() async throws {
    do {
      let manager = manager()
      try await manager.makeNotes()
      await manager.end()
    }
    let file = try XCTUnwrap(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: 100)
    file.write(Data(repeating: 0x5a, count: 8_000))
    try file.close()
    let failure = await failure { _ = try await self.manager().read { _ in } }
    XCTAssertEqual(failure?.code, .unavailable)
    XCTAssertTrue(failure?.message.contains("is damaged") ?? false, failure?.message ?? "")
  }

  func testDescriptors_whenNoneIsLeft_isToldAndPasses() async throws {
    try await manager().makeNotes()
    let manager = manager()
    let failure = try await withoutDescriptors {
      await self.failure { _ = try await manager.read { _ in } }
    }
    XCTAssertEqual(failure?.code, .unavailable)
    XCTAssertTrue(failure?.message.contains("no file descriptor left") ?? false, failure?.message ?? "")
    try await manager.note("works")
  }

  private func withoutDescriptors(_ body: () async -> Failure?) async throws -> Failure? {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let next = open("/dev/null", O_RDONLY)
    close(next)
    var none = rlimit(rlim_cur: rlim_t(next), rlim_max: limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
    defer { setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
    return await body()
  }
}
