// FileChecksTests: the findings of each check on given facts about a state file.

import SQLite
import SQLiteState
import State
import XCTest

@testable import Doctor
@testable import Platform

final class FileChecksTests: XCTestCase {
  private var folder = ""
  private var path: String { folder + "/state.db" }

  override func setUpWithError() throws {
    folder = try FileSystem.canonicalPath(NSTemporaryDirectory()) + "/respec-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  /// A sound place, then changed.
  private func place(_ change: (inout PlaceFacts) -> Void = { _ in }) throws -> PlaceFacts {
    if !FileManager.default.fileExists(atPath: path) { try Data("x".utf8).write(to: URL(fileURLWithPath: path)) }
    var place = try PlaceFacts(path: path)
    place.folder = OwnedFile(path: folder, rights: FileRights(owner: 7, permissions: 0o700))
    place.files = [OwnedFile(path: path, rights: FileRights(owner: 7, permissions: 0o600))]
    place.freeBytes = 1_000_000_000
    change(&place)
    return place
  }

  private func assert(
    _ finding: Finding?, _ level: Finding.Level, _ words: String..., file: StaticString = #filePath, line: UInt = #line
  ) {
    guard let finding else { return XCTFail("no finding", file: file, line: line) }
    XCTAssertEqual(finding.level, level, "\(finding)", file: file, line: line)
    XCTAssertEqual(finding.cause == nil, level == .ok, "\(finding)", file: file, line: line)
    XCTAssertEqual(finding.fix == nil, level == .ok, "\(finding)", file: file, line: line)
    for word in words { XCTAssertTrue("\(finding)".contains(word), "\(word): \(finding)", file: file, line: line) }
  }

  // MARK: Place

  func testPath_whenThereIsAFile_isOK() throws {
    assert(PlaceCheck.finding(try place()), .ok, path, "1 bytes")
  }

  func testPath_whenItIsALink_tellsTheFile() throws {
    let link = folder + "/link.db"
    _ = try place()
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    assert(PlaceCheck.finding(try PlaceFacts(path: link)), .ok, "\(link), which is \(path)")
  }

  func testPath_whenThereIsNothingYet_notesIt() throws {
    let missing = try PlaceFacts(path: path)
    assert(PlaceCheck.finding(missing), .note, "not there yet", "made with the first call")
    let deep = try PlaceFacts(path: folder + "/a/b/state.db")
    assert(PlaceCheck.finding(deep), .note, "nor is its folder")
    XCTAssertEqual(deep.folder.path, folder)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
  }

  func testPath_whenItIsAFolder_isAnError() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    assert(PlaceCheck.finding(try PlaceFacts(path: path)), .error, "a folder or a device")
  }

  func testPath_whenAPartOfItIsAFile_isAnError() throws {
    _ = try place()
    XCTAssertThrowsError(try PlaceFacts(path: path + "/state.db")) { error in
      let error = error as? SystemCallError ?? SystemCallError(call: "", code: 0)
      assert(PlaceCheck.unreachable(path, error), .error, "no folder", "Correct STATE_FILE")
    }
    assert(PlaceCheck.unreachable(path, SystemCallError(call: "stat", code: EACCES)), .error, "may not enter")
    assert(PlaceCheck.unanswered(path, limit: 2), .error, "within 2 seconds")
  }

  func testFileSystem_whenShared_isAnError() throws {
    let own = try place { $0.fileSystem = FileSystemKind(name: "tmpfs", isShared: false) }
    assert(FileSystemCheck.finding(own), .ok, "tmpfs")
    let shared = try place { $0.fileSystem = FileSystemKind(name: "nfs", isShared: true) }
    assert(FileSystemCheck.finding(shared), .error, "nfs", "STATE_MANAGER=database")
  }

  func testSpace_whenLittle_warnsAndThenFails() throws {
    for (bytes, level) in [
      (100_000_000, Finding.Level.ok), (99_999_999, .warning), (5_000_000, .warning), (4_999_999, .error), (0, .error),
    ] { assert(SpaceCheck.finding(try place { $0.freeBytes = bytes }), level, folder) }
  }

  func testSizes_areInWords() {
    XCTAssertEqual(
      [0, 999, 1_000, 1_250_000, 80_600_000_000].map(\.asBytes),
      ["0 bytes", "999 bytes", "1.0 kB", "1.2 MB", "80.6 GB"])
  }

  // MARK: Rights

  private func rights(_ file: UInt32, _ folder: UInt32 = 0o700, user: UInt32 = 7) throws -> [Finding] {
    FileRightsCheck.findings(
      try place { place in
        place.files = [OwnedFile(path: path, rights: FileRights(owner: 7, permissions: file))]
        place.folder = OwnedFile(path: self.folder, rights: FileRights(owner: 7, permissions: folder))
      }, user: user)
  }

  func testRights_whenOpen_namesWhoMayRead() throws {
    XCTAssertEqual(try rights(0o600).map(\.level), [.ok])
    assert(try rights(0o640).first, .warning, "the group may read \(path)", "chmod 600 \(path)")
    assert(try rights(0o644).first, .warning, "the group and every user may read")
    assert(try rights(0o602).first, .warning, "every user may read")
    assert(try rights(0o600, 0o755).first, .note, "the group and every user may enter \(folder)", "chmod 700")
    assert(try rights(0o600, 0o770).first, .warning, "the group may replace files in \(folder)")
    XCTAssertEqual(try rights(0o666, 0o777).map(\.level), [.warning, .warning])
  }

  func testRights_whenTheFolderIsMissing_lookOnlyForTheRightToMakeIt() throws {
    let rights = FileRights(owner: 0, permissions: 0o755)
    let missing = try place { place in
      (place.paths, place.file, place.files) = (nil, nil, [])
      place.folder = OwnedFile(path: folder, rights: rights)
    }
    XCTAssertEqual(FileRightsCheck.findings(missing, user: 7).map(\.level), [.ok])
  }

  func testRights_whenNotWritable_areAnError() throws {
    let closed = FileRights(owner: 7, permissions: 0o400, mayWrite: false)
    let file = FileRightsCheck.findings(try place { $0.files = [OwnedFile(path: path, rights: closed)] }, user: 7)
    assert(file.first, .error, "may not read and write \(path)")
    let place = try place { $0.folder = OwnedFile(path: folder, rights: closed) }
    assert(FileRightsCheck.findings(place, user: 7).first, .error, "may not read and write \(folder)", "read-only")
  }

  func testRights_whenTheFileIsAnotherUsers_warn() throws {
    assert(try rights(0o600, user: 8).first, .warning, "belongs to user 7, this process to user 8")
  }

  // MARK: The log and the lock

  func testLog_whenLong_warns() throws {
    assert(LogCheck.findings(try place { $0.logSize = LogCheck.limit }).first, .ok, "131.0 MB")
    assert(LogCheck.findings(try place { $0.logSize = LogCheck.limit + 1 }).first, .warning, "lsof \(path)-wal")
    XCTAssertEqual(LogCheck.findings(try place { $0.file = nil }), [])
  }

  func testLog_whenAlone_isAnError() throws {
    let alone = try place { ($0.file, $0.logSize) = (nil, 5_000) }
    assert(LogCheck.findings(alone).first, .error, "missing or empty", "move \(path)-wal away")
  }

  func testLock_whenHeldForLong_warns() throws {
    let paths = try StatePaths(resolving: path)
    for (lock, level) in [
      (LockFacts.missing, Finding.Level.ok), (.free, .ok), (.held, .warning),
      (.unusable(SystemCallError(call: "flock", code: ENOLCK)), .error),
    ] { assert(LockCheck.findings(lock, paths).first, level) }
    XCTAssertEqual(LockCheck.findings(.unusable(SystemCallError(call: "open", code: EACCES)), paths), [])
  }

  // MARK: Contents

  func testSchema_isJudgedAsTheDatabases() {
    func finding(_ schema: FileSchemaFacts) -> Finding { FileSchemaCheck.finding(schema, path: "/x/state.db") }
    assert(finding(.fits(SchemaStatus(applied: Migration.stateFile, pending: []))), .ok, "all are applied")
    assert(finding(.fits(SchemaStatus(applied: [], pending: Migration.stateFile))), .note, "1 (initial schema)")
    assert(finding(.mismatch(.newer(version: 9, known: 1))), .error, "newer than this binary")
    assert(finding(.foreign), .error, "/x/state.db is not a state file")
    assert(finding(.unanswered), .warning)
    assert(finding(.failed(SQLiteError(.busy, "database is locked"))), .warning, "has it for itself")
    assert(finding(.failed(SQLiteError(.corrupt, "malformed"))), .error, "restore a backup")
    assert(finding(.failed(SQLiteError(.cannotOpen, "unable to open", systemError: 13))), .error, "errno 13")
  }

  func testIntegrity_whenDamaged_tellsTheFirstFaults() {
    assert(IntegrityCheck.finding(.sound), .ok)
    assert(
      IntegrityCheck.finding(.damaged(["a", "b", "c", "d", "e"])), .error, "a; b; c (and 2 more)", "Stop every server")
    assert(IntegrityCheck.finding(.failed(SQLiteError(.ioError, "disk I/O error"))), .error, "disk I/O error")
    assert(IntegrityCheck.finding(.unfinished(4)), .note, "4 seconds", "respec-server backup")
  }

  /// Source: sqlite.org/wal.html, "The WAL-Reset Bug".
  func testLibrary_whenItHasTheResetBug_notesIt() {
    for version in ["3.7.0", "3.40.1", "3.44.5", "3.45.0", "3.50.6", "3.51.2"] {
      assert(LibraryCheck.finding(version), .note, version, "sqlite3 shell")
    }
    for version in ["3.6.23", "3.44.6", "3.50.7", "3.51.3", "3.52.0", "4.0.0"] {
      assert(LibraryCheck.finding(version), .ok, version)
    }
  }
}
