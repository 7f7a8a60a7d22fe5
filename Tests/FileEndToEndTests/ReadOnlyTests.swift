// ReadOnlyTests: a server that only reads, on a state file that others write.

import EndToEndSupport
import Foundation
import JSON
import SharedStateSupport
import XCTest

final class ReadOnlyTests: FileTestCase {
  private static let readOnly = ["MCP_READ_ONLY": "true"]

  private func readOnlyServer() throws -> ServerProcess { try launch(Self.readOnly) }

  private func assertRefused(
    _ answer: Answer, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertEqual(answer.code, "read_only", answer.line, file: file, line: line)
  }

  func testServer_whenOthersWrite_seesItAndChangesNothing() throws {
    let writer = try launch()
    let first = try createLoop(writer)
    let reader = try readOnlyServer()
    XCTAssertEqual(try loops(reader), [first])
    let second = try createLoop(writer, id: 2)
    XCTAssertEqual(try loops(reader), [first, second].sorted())
    assertRefused(try call(reader, "delete_loop", #"{"loop_id":"\#(first)"}"#))
    assertRefused(try call(reader, "create_loop", "{}"))
    XCTAssertEqual(try loops(writer), [first, second].sorted())
    try assertEnds(writer)
    XCTAssertEqual(try loops(reader), [first, second].sorted(), "without the writer too")
    try assertEnds(reader)
    try assertWhole()
  }

  func testServer_whenTheFileIsThere_leavesItAsItIs() throws {
    _ = try makeFile()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let reader = try readOnlyServer()
    XCTAssertEqual(try loops(reader).count, 1)
    try assertEnds(reader)
    XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: path)), before)
  }

  func testServer_whenTheFileMayOnlyBeRead_reads() throws {
    let loop = try makeFile()
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    let reader = try readOnlyServer()
    XCTAssertEqual(try loops(reader), [loop])
    try assertEnds(reader)
  }

  func testServer_whenThereIsNoFile_makesNone() throws {
    let reader = try readOnlyServer()
    assertUnavailable(try listProjects(reader), "a read-only server (MCP_READ_ONLY=true) makes none")
    XCTAssertFalse(tree.exists("state"))
    let loop = try makeFile()
    XCTAssertEqual(try loops(reader), [loop], "once there is one")
    try assertEnds(reader)
  }

  func testServer_whenTheFileIsOfAnEarlierSchema_saysWhatToDo() throws {
    _ = try makeFile()
    try StateFileQueries(path).write(
      "DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)")
    let reader = try readOnlyServer()
    assertUnavailable(
      try listProjects(reader), "lacks the migrations", "run respec-server migrate without that variable")
    try assertEnds(reader)
  }

  func testCommands_whenReadOnly_refuseToWriteAndRead() throws {
    _ = try makeFile()
    let folder = tree.path("out")
    _ = try command("export", folder, more: Self.readOnly).checked()
    _ = try command("migrate", "--status", more: Self.readOnly).checked()
    _ = try command("log", more: Self.readOnly).checked()
    for arguments in [["migrate"], ["import", folder, "--replace"]] {
      let outcome = try Command(ServerProcess.builtBinary, arguments, environment: environment(Self.readOnly))
      XCTAssertEqual(outcome.status, .status(1))
      XCTAssertTrue(outcome.errors.contains("MCP_READ_ONLY is true"), outcome.errors)
    }
    let outcome = try command("call", "create_loop", #"{"project_name":"p","loop_type":"spec"}"#, more: Self.readOnly)
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertTrue(outcome.errors.hasPrefix("read_only: "), outcome.errors)
  }

  func testDoctor_whenReadOnly_saysSo() throws {
    let missing = try command("doctor", more: Self.readOnly)
    XCTAssertEqual(missing.status, .status(1))
    XCTAssertTrue(missing.output.joined().contains("MCP_READ_ONLY is true"), "\(missing.output)")
    _ = try makeFile()
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    let there = try command("doctor", more: Self.readOnly).checked().output.joined(separator: "\n")
    XCTAssertTrue(there.contains("this user may read it"), there)
  }
}
