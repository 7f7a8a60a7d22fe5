// RefusedFileTests: files that are not the server's, or not whole: left as they are, and told.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class RefusedFileTests: FileTestCase {
  private var bytes: Data? { FileManager.default.contents(atPath: path) }

  /// A server refuses the file that stands there, again and again; a good one in its place, it works.
  private func assertRefused(
    _ words: String..., beside: [String] = [], file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let process = try launch()
    let before = bytes
    let listing = try tree.files()
    for (tool, arguments) in [
      ("list_loops", #"{"project_name":"p"}"#), ("create_loop", #"{"project_name":"p","loop_type":"spec"}"#),
    ] {
      let answer = try call(process, tool, arguments)
      XCTAssertEqual(answer.code, "unavailable", answer.line, file: file, line: line)
      for word in words {
        XCTAssertTrue(answer.message?.contains(word) ?? false, "\(word): \(answer.line)", file: file, line: line)
      }
    }
    XCTAssertEqual(bytes, before, file: file, line: line)
    let new = Set(try tree.files()).subtracting(listing).map { ($0 as NSString).lastPathComponent }.sorted()
    XCTAssertTrue(
      Set(new).isSubset(of: ["state.db.lock", "state.db.queue"] + beside), "\(new)", file: file, line: line)
    for command in [
      ["migrate"], ["migrate", "--status"], ["export", tree.path("out")], ["backup", tree.path("copy")],
    ] {
      let outcome = try Command(ServerProcess.builtBinary, command, environment: environment())
      XCTAssertEqual(outcome.status, .status(1), "\(command)", file: file, line: line)
      XCTAssertEqual(outcome.errors.split(separator: "\n").count, 1, outcome.errors, file: file, line: line)
    }
    XCTAssertEqual(bytes, before, file: file, line: line)
    try FileManager.default.removeItem(atPath: path)
    _ = try createLoop(process)
    try assertEnds(process)
    try assertWhole()
  }

  func testFile_whenNoDatabase_isRefused() throws {
    try tree.write("state/state.db", String(repeating: "Dear diary, ", count: 2_000))
    try assertRefused("is not a state file of respec-server and was left as it is")
  }

  func testFile_whenAShortText_isRefused() throws {
    try tree.write("state/state.db", "x")
    try assertRefused("is not a state file of respec-server and was left as it is")
  }

  func testFile_whenAnotherProgramsDatabase_isRefused() throws {
    try tree.write("state/state.db", "")
    try StateFileQueries(path).write("CREATE TABLE theirs (id)", "INSERT INTO theirs VALUES (1)")
    try assertRefused("is not a state file of respec-server and was left as it is")
  }

  func testFile_whenAnotherProgramsDatabaseInWALMode_isRefused() throws {
    try tree.write("state/state.db", "")
    try StateFileQueries(path).write(
      "PRAGMA journal_mode = WAL", "PRAGMA user_version = 7", "CREATE TABLE loop_states (id)")
    try assertRefused(
      "is not a state file of respec-server and was left as it is", beside: ["state.db-shm", "state.db-wal"])
  }

  func testFile_whenOfANewerVersion_isRefused() throws {
    _ = try makeFile()
    try StateFileQueries(path).write(
      "INSERT INTO schema_migrations (version, description) VALUES (99, 'later')", "PRAGMA wal_checkpoint(TRUNCATE)")
    try assertRefused(
      "newer than this binary", "use a newer respec-server", beside: ["state.db-shm", "state.db-wal"])
  }

  func testFile_whenTruncated_isRefused() throws {
    for part in [0.9, 0.5, 0.1] {
      let process = try launch()
      for number in 0..<20 {
        XCTAssertNotNil(try call(process, "create_spec", Message.spec("p", "\(number)", scopeBytes: 9_000)).content)
      }
      try assertEnds(process)
      let handle = try XCTUnwrap(FileHandle(forUpdatingAtPath: path))
      try handle.truncate(atOffset: UInt64(part * Double(size(path))))
      try handle.close()
      try assertRefused("is damaged", "restore a backup")
      try FileManager.default.removeItem(atPath: tree.path("state"))
    }
  }

  func testFile_whenAFolder_isRefused() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try assertRefused()
  }

  func testFolder_whenAFile_isRefused() throws {
    try tree.write("state", "mine")
    let process = try launch()
    assertUnavailable(try listProjects(process), path)
    XCTAssertEqual(try tree.read("state"), "mine")
    try tree.delete("state")
    _ = try createLoop(process)
  }
}
