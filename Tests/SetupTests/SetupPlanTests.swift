// SetupPlanTests: each client's files are written, written again, and taken away.

import Foundation
import JSON
import Platform
import XCTest

@testable import Setup

final class SetupPlanTests: XCTestCase {
  private var root = ""

  override func setUpWithError() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("setup-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("shop"), withIntermediateDirectories: true)
    root = try FileSystem.canonicalPath(folder.path)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: root) }

  private var place: SetupPlace {
    SetupPlace(project: "\(root)/shop", home: "\(root)/home") {
      $0 == "DATABASE_URL" ? "postgresql://me@db.example/x" : nil
    }
  }

  private func plan(_ client: SetupClient, store: String = "file") -> SetupPlan {
    SetupPlan(
      SetupOptions(client: client, store: store, command: "respec-server", projectName: "shop"), in: place)
  }

  private func apply(_ changes: [SetupChange]) throws {
    for change in changes { try change.apply(below: place.project) }
  }

  private func write(_ path: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: false, encoding: .utf8)
  }

  private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  /// Every file below the root with its bytes, and every folder.
  private func tree() throws -> [String: String] {
    var tree: [String: String] = [:]
    let enumerator = try XCTUnwrap(FileManager.default.enumerator(atPath: root))
    for case let path as String in enumerator {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
      tree[path] = isFolder.boolValue ? "folder" : try read("\(root)/\(path)")
    }
    return tree
  }

  private func existingFile(of client: SetupClient) -> String {
    switch client {
    case .codex: "model = \"m\" # mine\n\n[mcp_servers.other]\ncommand = \"o\"\n"
    default:
      "{\n  \"\(client.entryPath[0])\": {\n    \"other\": { \"command\": \"o\" }\n  },\n  \"mine\": true\n}\n"
    }
  }

  func testInstallation_whenRepeated_changesNothing() throws {
    for client in SetupClient.allCases {
      try apply(try plan(client).installation())
      let first = try tree()
      let again = try plan(client).installation()
      XCTAssertTrue(
        again.allSatisfy { $0.kind == .keep }, "\(client): \(again.filter { $0.kind != .keep }.map(\.path))")
      try apply(again)
      XCTAssertEqual(try tree(), first, "\(client)")
    }
  }

  func testRemoval_takesAwayWhatWasWrittenAndNothingElse() throws {
    for client in SetupClient.allCases {
      for hasFile in [false, true] {
        let path = client.configurationPath(in: place)
        if hasFile { try write(path, existingFile(of: client)) }
        if hasFile {
          try write("\(place.project)/.claude/settings.json", "{\n  \"hooks\": {\n    \"Stop\": []\n  }\n}\n")
        }
        let before = try tree()
        try apply(try plan(client).installation())
        XCTAssertNotEqual(try tree(), before)
        try apply(try plan(client).removal())
        var after = try tree()
        after = after.filter { !$0.key.hasSuffix(SetupChange.backupEnding) }
        // Folders of the user's home that were made for a client stay.
        let files = { (tree: [String: String]) in tree.filter { $0.value != "folder" } }
        XCTAssertEqual(files(after), files(before), "\(client), \(hasFile)")
        try FileManager.default.removeItem(atPath: root)
        try setUpAgain()
      }
    }
  }

  private func setUpAgain() throws {
    try FileManager.default.createDirectory(atPath: "\(root)/shop", withIntermediateDirectories: true)
  }

  func testConfiguration_whenThereIsOne_keepsItsEntriesAndACopy() throws {
    for client in SetupClient.allCases {
      let path = client.configurationPath(in: place)
      let before = existingFile(of: client)
      try write(path, before)
      try apply(try plan(client).installation())
      let after = try read(path)
      if client == .codex {
        XCTAssertTrue(after.hasPrefix(before), after)
      } else {
        let tree = try JSONParser.parse(after)
        XCTAssertEqual(tree[client.entryPath[0]]?["other"], ["command": "o"], "\(client)")
        XCTAssertEqual(tree["mine"], true, "\(client)")
        let entry = tree[client.entryPath[0]]?["respec"]
        let environment = entry?[client == .opencode ? "environment" : "env"]
        XCTAssertEqual(environment?["STATE_MANAGER"], "file", "\(client)")
      }
      XCTAssertEqual(try read(path + SetupChange.backupEnding), before)
    }
  }

  func testFiles_whenTheUserHasChangedThem_areLeft() throws {
    try apply(try plan(.claudeCode).installation())
    let path = "\(place.project)/.claude/commands/respec-plan.md"
    try write(path, try read(path) + "My own words.\n")
    for changes in [try plan(.claudeCode).installation(), try plan(.claudeCode).removal()] {
      guard case .refuse? = changes.first(where: { $0.path == path })?.kind else {
        return XCTFail("a changed file is not left")
      }
    }
    try apply(try plan(.claudeCode).removal())
    XCTAssertTrue(try read(path).hasSuffix("My own words.\n"))
  }

  func testFiles_whenOfAnEarlierVersion_areRenewed() throws {
    let file = try XCTUnwrap(SetupClient.claudeCode.files(in: place, project: "shop").first)
    try write(file.path, OwnedFile(path: file.path, text: "Earlier words.").written)
    try apply(try plan(.claudeCode).installation())
    XCTAssertEqual(try read(file.path), file.written)
  }

  func testConfiguration_whenItIsBroken_isLeftWithTheLinesToPaste() throws {
    let path = "\(place.project)/.mcp.json"
    try write(path, "{\"mcpServers\": ")
    let change = try XCTUnwrap(try plan(.claudeCode).installation().first)
    guard case .refuse(let reason, let lines) = change.kind else { return XCTFail("not left") }
    XCTAssertTrue(reason.hasPrefix("is no JSON: "), reason)
    XCTAssertEqual(try JSONParser.parse(lines)["mcpServers"]?["respec"]?["command"], "respec-server")
    try apply([change])
    XCTAssertEqual(try read(path), "{\"mcpServers\": ")
  }

  func testHook_whenThereAreOthers_standsBesideThem() throws {
    let path = "\(place.project)/.claude/settings.json"
    let others: JSONValue = ["matcher": "startup", "hooks": [["type": "command", "command": "echo hi"]]]
    try write(path, "{\"hooks\": {\"SessionStart\": [\(others.text)]}, \"model\": \"opus\"}")
    try apply(try plan(.claudeCode).installation())
    let hooks = try JSONParser.parse(try read(path))["hooks"]?["SessionStart"]?.arrayValue ?? []
    XCTAssertEqual(hooks.first, others)
    XCTAssertEqual(
      hooks.last?["hooks"]?.arrayValue?.first?["command"],
      "STATE_MANAGER=file respec-server call resume_project '{\"project_name\":\"shop\"}' 2>/dev/null || true")
    try apply(try plan(.claudeCode).removal())
    XCTAssertEqual(try JSONParser.parse(try read(path))["hooks"]?["SessionStart"], [others])
  }

  func testDatabase_isNamedByItsVariableWhereTheClientKnowsThat() throws {
    for client in SetupClient.allCases {
      let change = try XCTUnwrap(try plan(client, store: "database").installation().first)
      let text = String(decoding: change.bytes, as: UTF8.self)
      let value = client.reference(to: "DATABASE_URL") ?? "postgresql://me@db.example/x"
      XCTAssertTrue(text.contains("\"\(value)\""), "\(client): \(text)")
    }
    let place = SetupPlace(project: "\(root)/shop", home: "\(root)/home") { _ in nil }
    let options = SetupOptions(client: .zed, store: "database", command: "x", projectName: "shop")
    XCTAssertThrowsError(try SetupPlan(options, in: place).installation())
  }

  func testFiles_keepTheirRightsAndTheirLinks() throws {
    let real = "\(root)/dotfiles/zed.json"
    try write(real, "{}\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: real)
    let path = SetupClient.zed.configurationPath(in: place)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
    try apply(try plan(.zed).installation())
    XCTAssertTrue(try read(real).contains("context_servers"))
    XCTAssertEqual(try FileManager.default.destinationOfSymbolicLink(atPath: path), real)
    let rights = try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int
    XCTAssertEqual(rights, 0o600)
  }

  func testClients_areFoundByTheirFiles() throws {
    XCTAssertEqual(SetupClient.found(in: place), [])
    try write("\(root)/home/.codex/config.toml", "")
    XCTAssertEqual(SetupClient.found(in: place), [.codex])
    try write("\(place.project)/.cursor/rules.md", "")
    XCTAssertEqual(SetupClient.found(in: place), [.cursor])
    try write("\(place.project)/.mcp.json", "{}")
    XCTAssertEqual(SetupClient.found(in: place), [.claudeCode, .cursor])
  }

  /// Commands in TOML hold their text between three single quotes, YAML heads hold strings of JSON.
  func testFiles_haveTheFormOfTheirLanguage() throws {
    for client in SetupClient.allCases {
      for file in client.files(in: place, project: "a \"quoted\" näme") {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        if file.path.hasSuffix(".toml") {
          XCTAssertEqual(file.text.ranges(of: "'''").count, 2, file.path)
          XCTAssertNoThrow(try JSONParser.parse(String(lines[0].dropFirst("description = ".count))))
        } else if lines[0] == "---" {
          let end = try XCTUnwrap(lines.dropFirst().firstIndex(of: "---"))
          let description = try XCTUnwrap(lines[1..<end].first { $0.hasPrefix("description: ") })
          XCTAssertNotNil(try JSONParser.parse(String(description.dropFirst("description: ".count))).stringValue)
        }
      }
    }
  }
}
