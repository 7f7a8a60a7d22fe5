// EndToEndTestCase: the common part of the tests against the real binary.

import EndToEndSupport
import Foundation
import JSON
import XCTest

/// Starts servers, and checks at the end of each test every line that they wrote.
class EndToEndTestCase: XCTestCase {
  private var processes: [ServerProcess] = []
  private var folder: URL?

  /// The settings of a server on a state file of this test's own, gone after it.
  func fileSettings() -> [String: String] {
    let folder = folder ?? FileManager.default.temporaryDirectory.appendingPathComponent("respec-\(UUID().uuidString)")
    self.folder = folder
    return ["STATE_MANAGER": "file", "STATE_FILE": folder.appendingPathComponent("state.db").path]
  }

  /// A server with an empty environment unless told otherwise.
  func launch(
    _ arguments: String..., environment: [String: String] = [:], input: ServerProcess.Input = .pipe,
    errorOutput: ServerProcess.ErrorOutput = .read
  ) throws -> ServerProcess {
    let process = try ServerProcess(
      arguments: arguments, environment: environment, input: input, errorOutput: errorOutput)
    processes.append(process)
    return process
  }

  /// A server after a handshake.
  func launchSession(_ revision: String = "2025-11-25", environment: [String: String] = [:]) throws -> ServerProcess {
    let process = try launch(environment: environment)
    XCTAssertTrue(try process.exchange(Message.initialize(revision)).contains(#""protocolVersion":"\#(revision)""#))
    return process
  }

  override func tearDown() {
    for process in processes {
      process.kill()
      var rules = WireRules(sent: process.sent, outputSchemas: Self.outputSchemas)
      for line in process.received { rules.check(line) }
      XCTAssertEqual(rules.faults, [], "\(name)")
    }
    processes = []
    if let folder { try? FileManager.default.removeItem(at: folder) }
    folder = nil
    super.tearDown()
  }

  /// Closes the input, reads to the end and expects a clean one.
  func assertEnds(
    _ process: ServerProcess, with rest: [String] = [], file: StaticString = #filePath, line: UInt = #line
  ) throws {
    XCTAssertEqual(try process.finish(), rest, file: file, line: line)
    XCTAssertEqual(process.unfinishedLine, [], file: file, line: line)
    XCTAssertEqual(try process.waitForExit(), .status(0), file: file, line: line)
  }

  /// The output schemas of all tools, asked of the server once.
  private static let outputSchemas: [String: JSONValue] = {
    do {
      let process = try ServerProcess()
      let list = try JSONParser.parse(try process.exchange(Message.modern(1, "tools/list")))
      let tools = list["result"]?["tools"]?.arrayValue ?? []
      return Dictionary(uniqueKeysWithValues: tools.map { ($0["name"]!.stringValue!, $0["outputSchema"]!) })
    } catch {
      XCTFail("tools/list: \(error)")
      return [:]
    }
  }()

  /// The value under a path of names, such as `result.structuredContent.id`, of an answer.
  func value(_ path: String, of answer: String) throws -> JSONValue {
    let value = path.split(separator: ".").reduce(try JSONParser.parse(answer)) { $0?[String($1)] }
    return try XCTUnwrap(value, "no \(path) in \(answer.prefix(500))")
  }

  func text(_ path: String, of answer: String) throws -> String {
    try XCTUnwrap(try value(path, of: answer).stringValue)
  }

  /// Creates a loop and returns its id.
  func createLoop(
    _ process: ServerProcess, _ project: String = "p", type: String = "spec", id: Int = 900
  ) throws -> String {
    let answer = try process.exchange(
      Message.call(id, "create_loop", #"{"project_name":"\#(project)","loop_type":"\#(type)"}"#))
    return try text("result.structuredContent.id", of: answer)
  }
}
