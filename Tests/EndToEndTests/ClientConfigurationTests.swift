// ClientConfigurationTests: the files under examples/clients can be read, and start a server that answers.

import EndToEndSupport
import Foundation
import XCTest

final class ClientConfigurationTests: EndToEndTestCase {
  private static let image = "ghcr.io/respec-server/respec-server:"

  func testFiles_areThreeForEachClient() throws {
    let files = Set(try ClientConfiguration.all().map(\.file)).subtracting(["README.md"])
    let clients = Set(files.map { $0.prefix { $0 != "." } })
    XCTAssertEqual(clients, ["claude-code", "claude-desktop", "codex", "cursor", "vscode", "zed"])
    for client in clients {
      let own = files.filter { $0.hasPrefix("\(client).") }
      XCTAssertEqual(own.count, 3, "\(own)")
      XCTAssertEqual(own.filter { $0.contains(".database.") }.count, 1, "\(own)")
      XCTAssertEqual(own.filter { $0.contains(".container.") }.count, 1, "\(own)")
    }
  }

  func testPage_namesEveryFile() throws {
    let page = try String(contentsOf: ClientConfiguration.folder.appendingPathComponent("README.md"), encoding: .utf8)
    for file in try ClientConfiguration.all().map(\.file) where file != "README.md" {
      XCTAssertTrue(page.contains("[`\(file)`](\(file))"), file)
    }
  }

  func testVariables_exist() throws {
    let variables = try HelpPage.variables()
    for configuration in try ClientConfiguration.all() {
      for name in configuration.environment.keys { XCTAssertNotNil(variables[name], "\(configuration.file): \(name)") }
    }
  }

  /// A variable that a container's file leaves out of `-e` would not reach the server.
  func testContainer_isGivenEveryVariable() throws {
    let containers = try ClientConfiguration.all().filter { $0.command == "docker" && $0.arguments.first == "run" }
    XCTAssertEqual(containers.count, 8, "one a client, and two on the page")
    for configuration in containers {
      let arguments = configuration.arguments
      let given = arguments.indices.dropLast().filter { arguments[$0] == "-e" }.map { arguments[$0 + 1] }
      XCTAssertEqual(given.sorted(), configuration.environment.keys.sorted(), configuration.file)
      XCTAssertTrue(arguments.starts(with: ["run", "--rm", "-i"]), configuration.file)
      XCTAssertTrue(arguments.last?.hasPrefix(Self.image) == true, configuration.file)
    }
  }

  func testPlainFiles_keepTheState() throws {
    let plain = try ClientConfiguration.all().filter { $0.command == "respec-server" && $0.environment.count == 1 }
    XCTAssertEqual(plain.count, 6, "one a client")
    for configuration in plain {
      let environment = try configuration.environment.merging(home()) { $1 }
      let first = try launchSession(environment: environment)
      let loop = try createLoop(first)
      try assertEnds(first)
      let second = try launchSession(environment: environment)
      let answer = try second.exchange(Message.call(1, "get_loop", #"{"loop_id":"\#(loop)"}"#))
      XCTAssertEqual(try text("result.structuredContent.id", of: answer), loop, configuration.file)
    }
  }

  /// A home of this test's own, gone after it.
  private func home() throws -> [String: String] {
    let file = try XCTUnwrap(fileSettings()["STATE_FILE"])
    return ["HOME": (file as NSString).deletingLastPathComponent]
  }

  func testFile_whenStarted_serves() throws {
    for configuration in try ClientConfiguration.all() {
      XCTAssertTrue(["respec-server", "docker"].contains(configuration.command), configuration.file)
      XCTAssertEqual(configuration.command == "respec-server", configuration.arguments.isEmpty, configuration.file)
      let process = try launch(environment: configuration.environment.merging(home()) { $1 })
      XCTAssertTrue(try process.exchange(Message.initialize()).contains(#""name":"respec-server""#), configuration.file)
    }
  }
}
