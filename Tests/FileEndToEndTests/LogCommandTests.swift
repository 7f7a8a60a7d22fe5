// LogCommandTests: who changed what in a state file, as a person reads it and as it happens.

import EndToEndSupport
import Foundation
import JSON
import SharedStateSupport
import XCTest

final class LogCommandTests: FileTestCase {
  /// A follower; ended with the test.
  private func follow(_ arguments: String...) throws -> ServerProcess {
    let process = try ServerProcess(arguments: ["log", "--follow"] + arguments, environment: environment())
    addTeardownBlock { process.kill() }
    return process
  }

  private func assertHasEnded(
    _ process: ServerProcess, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError, file: file, line: line)
    XCTAssertEqual(process.standardError, "", file: file, line: line)
  }

  // MARK: What there is

  func testLog_whenThereAreChanges_hasALineEach() throws {
    let process = try launch(["RESPEC_ACTOR": "Ada"])
    let loop = try fill(process, "shop")
    _ = try call(process, "delete_loop", #"{"loop_id":"\#(loop)","idempotency_key":"k1"}"#)
    let lines = try command("log").checked().output
    let shape = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  Ada  shop: (.+)  \(end-to-end 1, .*process \d+(, key k1)?\)/#
    let told = try lines.map { try XCTUnwrap($0.wholeMatch(of: shape), $0).output.1 }
    XCTAssertEqual(
      told,
      [
        "spec user-login created at version 1", "spec user-login updated to version 2",
        "loop \(loop) created in iteration 1", "loop \(loop) got feedback in iteration 1",
        "loop \(loop) got guidance in iteration 2", "loop \(loop) got objective feedback in iteration 2",
        "roadmap created at version 1", "plan created at version 1", "loop \(loop) deleted in iteration 2",
      ])
    XCTAssertTrue(lines.last?.hasSuffix(", key k1)") == true, "\(lines)")
    _ = try createLoop(process)
    XCTAssertEqual(try command("log", "--project", "shop").checked().output, lines)
    XCTAssertEqual(try command("log", "--project", "shop", "--since", "2000-01-01").checked().output, lines)
    XCTAssertEqual(try command("log", "--project", "shop", "--since", "1h").checked().output, lines)
    XCTAssertEqual(try command("log", "--since", "2999-01-01T00:00Z").checked().output, [])
    try assertEnds(process)
  }

  func testLog_whenThereAreMany_beginsWithTheRecentOnes() throws {
    let process = try launch()
    let loops = try (1...130).map { try createLoop(process, id: $0) }
    func subjects(_ arguments: String...) throws -> [String] {
      let command = try Command(
        ServerProcess.builtBinary, ["log", "--json"] + arguments, environment: environment()
      ).checked()
      return try command.output.map { try JSONParser.parse($0)["subject"]?.stringValue ?? "" }
    }
    XCTAssertEqual(try subjects(), Array(loops.suffix(20)))
    XCTAssertEqual(try subjects("--since", "7d"), loops)
    try assertEnds(process)
  }

  func testLog_whenTurnedOff_isEmpty() throws {
    _ = try makeFile(["AUDIT_LOG": "false"])
    XCTAssertEqual(try command("log").checked().output, [])
  }

  func testLog_whenAskedWrongly_saysWhatIsAllowed() throws {
    for arguments in [["--since", "yesterday"], ["--since", "5"], ["--project", " "]] {
      let outcome = try Command(ServerProcess.builtBinary, ["log"] + arguments, environment: environment())
      XCTAssertEqual(outcome.status, .status(64), outcome.errors)
    }
    let inMemory = try Command(ServerProcess.builtBinary, ["log"], environment: [:])
    XCTAssertEqual(inMemory.status, .status(1))
    XCTAssertTrue(inMemory.errors.contains("cannot show the log: state in memory ends with its process"))
  }

  // MARK: What comes

  func testFollow_whenServersWrite_showsEachChangeOnce() throws {
    _ = try makeFile()
    let follower = try follow("--json")
    _ = try follower.readLine()
    let servers = try (0..<4).map { _ in try launch() }
    for round in 1...25 {
      for server in servers {
        try server.send(Message.call(round, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#))
      }
    }
    let answers = try servers.flatMap { try $0.readLines(25) }
    let created = try answers.map { try XCTUnwrap(Answer($0).content?["id"]?.stringValue, $0) }
    let seen = try follower.readLines(100).map { try JSONParser.parse($0) }
    XCTAssertEqual(Set(seen.compactMap { $0["subject"]?.stringValue }), Set(created))
    let numbers = seen.compactMap { $0["number"]?.intValue }
    XCTAssertEqual(numbers, numbers.sorted())
    XCTAssertEqual(Set(seen.compactMap { $0["process_id"]?.intValue }).count, 4)
    for server in servers { try assertEnds(server) }
    follower.signal(SIGTERM)
    XCTAssertEqual(try follower.readToEnd(), [])
    try assertHasEnded(follower)
  }

  func testFollow_whenNobodyReads_ends() throws {
    _ = try makeFile()
    let follower = try follow()
    _ = try follower.readLine()
    follower.closeOutput()
    try assertHasEnded(follower)
  }

  func testLog_whenNobodyReads_ends() throws {
    let process = try launch()
    for id in 1...30 { _ = try createLoop(process, id: id) }
    try assertEnds(process)
    let shell = try Command(
      "/bin/sh", ["-c", "\(ServerProcess.builtBinary) log --since 1d | true; echo done"], environment: environment())
    XCTAssertEqual(shell.output, ["done"])
    XCTAssertEqual(shell.errors, "")
  }
}
