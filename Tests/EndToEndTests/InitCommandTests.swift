// InitCommandTests: `respec-server init` in a fresh home, and what it has written at work.

import EndToEndSupport
import Foundation
import JSON
import XCTest

final class InitCommandTests: XCTestCase {
  private var root: URL!
  private var project: URL { root.appendingPathComponent("My shop") }

  override func setUpWithError() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("respec-init-\(UUID().uuidString)")
    for name in ["My shop", "home"] {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent(name), withIntermediateDirectories: true)
    }
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: root) }

  private struct Run {
    let status: ServerProcess.ExitStatus
    let output: [String]
    let errors: String
  }

  private var environment: [String: String] {
    ["HOME": root.appendingPathComponent("home").path, "PATH": "/usr/bin:/bin"]
  }

  private func run(_ binary: String = ServerProcess.builtBinary, _ arguments: [String]) throws -> Run {
    let process = try ServerProcess(
      binary: binary, arguments: arguments, environment: environment, input: .devNull)
    let output = try process.readToEnd(within: 60)
    return Run(status: try process.waitForExit(), output: output, errors: process.standardError)
  }

  private func initialize(_ arguments: String...) throws -> Run {
    try run(ServerProcess.builtBinary, ["init", "--project-dir", project.path] + arguments)
  }

  private func json(_ path: String) throws -> JSONValue {
    try JSONParser.parse(try String(contentsOf: project.appendingPathComponent(path), encoding: .utf8))
  }

  /// The server that the client's file names keeps a project, and the hook shows it to the next session.
  func testClaudeCode_whenSetUp_startsTheServerAndShowsTheProject() throws {
    let setup = try initialize("--client", "claude-code")
    XCTAssertEqual(setup.status, .status(0), setup.errors)
    XCTAssertEqual(setup.output.first, "Claude Code, project My shop:")
    XCTAssertEqual(
      setup.output.last, "Restart Claude Code, allow the server \"respec\", and begin with /respec-plan.")

    let entry = try XCTUnwrap(try json(".mcp.json")["mcpServers"]?["respec"])
    var settings = environment
    for member in entry["env"]?.objectValue?.members ?? [] { settings[member.key] = member.value.stringValue }
    let server = try ServerProcess(
      binary: try XCTUnwrap(entry["command"]?.stringValue), environment: settings)
    _ = try server.exchange(Message.initialize("2025-11-25"))
    let answer = try server.exchange(
      Message.call(1, "create_loop", #"{"project_name":"My shop","loop_type":"plan"}"#))
    XCTAssertTrue(answer.contains("initialized"), answer)
    _ = try server.finish()

    let hooks = try json(".claude/settings.json")["hooks"]?["SessionStart"]?.arrayValue
    let command = try XCTUnwrap(hooks?.first?["hooks"]?.arrayValue?.first?["command"]?.stringValue)
    let shown = try run("/bin/sh", ["-c", command])
    XCTAssertEqual(shown.status, .status(0))
    XCTAssertTrue(shown.output.joined().contains(#""loop_type": "plan""#), shown.output.joined(separator: "\n"))
  }

  func testHook_whenThereIsNoProject_saysNothingAndSucceeds() throws {
    _ = try initialize("--client", "claude-code", "--project", "Nobody's")
    let hooks = try json(".claude/settings.json")["hooks"]?["SessionStart"]?.arrayValue
    let command = try XCTUnwrap(hooks?.first?["hooks"]?.arrayValue?.first?["command"]?.stringValue)
    XCTAssertEqual(try run("/bin/sh", ["-c", command]).status, .status(0))
  }

  func testSetUp_whenDry_writesNothing() throws {
    let setup = try initialize("--client", "cursor", "--dry-run")
    XCTAssertEqual(setup.output.dropFirst().first, "  would write  .cursor/mcp.json")
    XCTAssertEqual(setup.output.last, "Nothing was written.")
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: project.path), [])
  }

  func testSetUp_whenTheFileIsBroken_printsTheLinesAndFails() throws {
    let file = project.appendingPathComponent("opencode.json")
    try Data("{ not JSON }".utf8).write(to: file)
    let setup = try initialize()
    XCTAssertEqual(setup.status, .status(1))
    XCTAssertEqual(setup.output.first, "opencode, project My shop:")
    XCTAssertTrue(setup.output.contains { $0.hasPrefix("  left  opencode.json: is no JSON") }, "\(setup.output)")
    XCTAssertTrue(setup.output.contains(#"    "respec": {"#), "\(setup.output)")
    XCTAssertEqual(try String(contentsOf: file, encoding: .utf8), "{ not JSON }")
  }

  func testSetUp_whenNoClientIsFound_namesThem() throws {
    let setup = try initialize()
    XCTAssertEqual(setup.status, .status(64))
    XCTAssertTrue(setup.errors.contains("name one with --client: claude-code, claude-desktop, cursor"), setup.errors)
  }

  func testRemoval_leavesTheFolderAsItWas() throws {
    for client in ["claude-code", "cursor", "vscode", "gemini-cli", "opencode"] {
      XCTAssertEqual(try initialize("--client", client).status, .status(0))
      XCTAssertEqual(try initialize("--client", client, "--remove").status, .status(0))
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: project.path), [], client)
    }
  }
}
