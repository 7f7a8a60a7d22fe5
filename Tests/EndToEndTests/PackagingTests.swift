// PackagingTests: the image, the MCP registry's entry and a bundle describe the server as it is.

import EndToEndSupport
import Foundation
import JSON
import XCTest

final class PackagingTests: XCTestCase {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: Transcript.root.appendingPathComponent(path), encoding: .utf8)
  }

  private func json(_ path: String) throws -> JSONValue { try JSONParser.parse(text(path)) }

  private func version() throws -> String {
    let process = try ServerProcess(arguments: ["--version"], input: .devNull)
    return try process.readToEnd().joined()
  }

  private func label(_ name: String) throws -> String? {
    try text("Dockerfile").firstMatch(of: Regex("\(NSRegularExpression.escapedPattern(for: name))=\"([^\"]*)\""))?[1]
      .substring.map(String.init)
  }

  func testVersion_isTheSameEverywhere() throws {
    let version = try version()
    XCTAssertEqual(try json("server.json")["version"]?.stringValue, version)
    XCTAssertEqual(try json("packaging/mcpb/manifest.json")["version"]?.stringValue, version)
    XCTAssertEqual(try label("org.opencontainers.image.version"), version)
  }

  /// The registry compares the image's label with the name that is published.
  func testName_isTheSameEverywhere() throws {
    let name = try XCTUnwrap(try json("server.json")["name"]?.stringValue)
    XCTAssertEqual(try label("io.modelcontextprotocol.server.name"), name)
    let manifest = try json("packaging/mcpb/manifest.json")
    XCTAssertEqual(manifest["name"]?.stringValue.map { "io.github.respec-server/\($0)" }, name)
    XCTAssertEqual(try label("org.opencontainers.image.source"), manifest["repository"]?["url"]?.stringValue)
    XCTAssertEqual(try json("server.json")["repository"]?["url"], manifest["repository"]?["url"])
  }

  func testImage_isTheSameEverywhere() throws {
    let image = try XCTUnwrap(try json("server.json")["packages"]?.arrayValue?.first?["identifier"]?.stringValue)
    XCTAssertEqual(image, "ghcr.io/respec-server/respec-server:\(try version())")
    let clients = try FileManager.default.contentsOfDirectory(atPath: ClientConfiguration.folder.path)
    for page in ["README.md", "docs/containers.md"] + clients.map({ "examples/clients/\($0)" }) {
      for named in try text(page).matches(of: #/ghcr\.io\/[\w.\/:-]*\w/#) {
        XCTAssertEqual(String(named.output), image, page)
      }
    }
  }

  /// Without a shell, so that it works where the image has none.
  func testHealthCheck_isACommandOfTheServer() throws {
    let check = try XCTUnwrap(text("Dockerfile").firstMatch(of: #/\nHEALTHCHECK .*CMD (\[.*\])\n/#))
    let words = try XCTUnwrap(JSONParser.parse(String(check.output.1)).arrayValue?.compactMap(\.stringValue))
    XCTAssertEqual(words.first, "respec-server")
    let process = try ServerProcess(arguments: Array(words.dropFirst()), input: .devNull)
    _ = try process.readToEnd()
    XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
  }

  func testComposeFile_givesVariablesThatExist() throws {
    let defaults = try HelpPage.variables()
    let service = try XCTUnwrap(text("docker-compose.dev.yml").firstMatch(of: #/\n  mcp-server:\n(?:    .*\n)+/#))
    let names = service.output.matches(of: #/\n      ([A-Z_]+): /#).map { String($0.output.1) }
    XCTAssertEqual(names.sorted(), ["DATABASE_URL", "STATE_MANAGER"])
    for name in names { XCTAssertNotNil(defaults[name], name) }
  }

  /// The server's own defaults, but for the place of state: who installs a package wants it kept.
  private func defaults() throws -> [String: String] {
    try HelpPage.variables().merging(["STATE_MANAGER": "file"]) { $1 }
  }

  func testRegistryEntry_namesVariablesWithTheirDefaults() throws {
    let defaults = try defaults()
    let package = try XCTUnwrap(try json("server.json")["packages"]?.arrayValue?.first)
    let variables = try XCTUnwrap(package["environmentVariables"]?.arrayValue)
    XCTAssertFalse(variables.isEmpty)
    for variable in variables {
      let name = try XCTUnwrap(variable["name"]?.stringValue)
      XCTAssertEqual(variable["default"]?.stringValue ?? "", try XCTUnwrap(defaults[name], name), name)
      XCTAssertEqual(variable["isSecret"] == true, ["DATABASE_URL", "DATABASE_READ_URL"].contains(name), name)
    }
  }

  /// The file is where the image's user may write, in the folder on which the volume is mounted.
  func testRegistryEntry_bringsTheVolumeOfTheStateFile() throws {
    let package = try XCTUnwrap(try json("server.json")["packages"]?.arrayValue?.first)
    let mount = try XCTUnwrap(package["runtimeArguments"]?.arrayValue?.first { $0["name"]?.stringValue == "--mount" })
    let data = try XCTUnwrap(text("Dockerfile").firstMatch(of: #/\nENV XDG_DATA_HOME=(.*)\n/#)).output.1
    XCTAssertEqual(mount["value"]?.stringValue, "type=volume,src=respec,dst=\(data)/respec-server")
  }

  func testManifest_namesVariablesWithTheirDefaults() throws {
    let defaults = try defaults()
    let manifest = try json("packaging/mcpb/manifest.json")
    let environment = try XCTUnwrap(manifest["server"]?["mcp_config"]?["env"]?.objectValue)
    XCTAssertEqual(environment.keys.sorted(), ["DATABASE_URL", "STATE_MANAGER"])
    for (name, value) in environment.members.map({ ($0.key, $0.value) }) {
      XCTAssertEqual(value.stringValue, "${user_config.\(name.lowercased())}")
      let setting = try XCTUnwrap(manifest["user_config"]?[name.lowercased()], name)
      XCTAssertEqual(setting["default"]?.stringValue, try XCTUnwrap(defaults[name], name))
      XCTAssertEqual(setting["sensitive"] == true, name == "DATABASE_URL", name)
    }
  }

  func testManifest_hasTheServersTools() throws {
    let answer = try JSONParser.parse(try ServerProcess().exchange(Message.modern(1, "tools/list")))
    let tools = try XCTUnwrap(answer["result"]?["tools"]?.arrayValue)
    let named = try XCTUnwrap(try json("packaging/mcpb/manifest.json")["tools"]?.arrayValue)
    XCTAssertEqual(named.map { $0["name"] }, tools.map { $0["name"] })
    XCTAssertEqual(named.map { $0["description"] }, tools.map { $0["title"] })
  }
}
