// FileTestCase: the common part of the tests of servers on a state file.

import EndToEndSupport
import SharedStateSupport
import XCTest

/// Starts servers on a state file that is gone after each test.
class FileTestCase: ServerTestCase {
  private(set) var tree: FileTree!
  /// The state file, in a folder of its own that the server makes.
  var path: String { tree.path("state/state.db") }

  override func setUpWithError() throws {
    try super.setUpWithError()
    tree = try FileTree()
  }

  override func tearDownWithError() throws {
    try super.tearDownWithError()
    tree?.remove()
  }

  // MARK: Servers

  /// The environment of a server on the state file. Loops go on without a human.
  func environment(_ more: [String: String] = [:]) -> [String: String] {
    ["STATE_MANAGER": "file", "STATE_FILE": path, "LOOP_HUMAN_GATE": "advisory"].merging(more) { $1 }
  }

  /// A server on the state file after its handshake.
  func launch(_ more: [String: String] = [:], through wrapper: [String] = []) throws -> ServerProcess {
    try launch(environment: environment(more), through: wrapper)
  }

  /// Runs one of the server's commands on the state file.
  func command(_ arguments: String..., more: [String: String] = [:]) throws -> Command {
    try Command(ServerProcess.builtBinary, arguments, environment: environment(more))
  }

  /// Makes the state file with one loop in it; returns the loop's id.
  func makeFile(_ more: [String: String] = [:]) throws -> String {
    let process = try launch(more)
    let loop = try createLoop(process)
    try assertEnds(process)
    return loop
  }

  // MARK: The file

  func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  /// A file is whole by SQLite's own check.
  func assertWhole(_ path: String? = nil, file: StaticString = #filePath, line: UInt = #line) throws {
    let answers = try StateFileQueries(path ?? self.path).run("PRAGMA integrity_check", "PRAGMA foreign_key_check")
    XCTAssertEqual(answers, [["ok"], []], file: file, line: line)
  }

  // MARK: Answers

  /// A call has failed as a store that cannot be used does, and the message says the words.
  func assertUnavailable(
    _ answer: Answer, _ words: String..., code: String = "unavailable", file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertEqual(answer.code, code, answer.line, file: file, line: line)
    for word in words {
      XCTAssertTrue(answer.message?.contains(word) ?? false, "\(word): \(answer.line)", file: file, line: line)
    }
  }

  /// The ids of the loops of the project p that a server sees, a hundred at most.
  func loops(_ process: ServerProcess) throws -> [String] {
    let answer = try call(process, "list_loops", #"{"project_name":"p","limit":100}"#)
    if answer.code == "not_found" { return [] }
    let loops = try XCTUnwrap(answer.content?["loops"]?.arrayValue, answer.line)
    return loops.compactMap { $0["id"]?.stringValue }.sorted()
  }
}
