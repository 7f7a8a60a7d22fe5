// RestartTests: what one server has answered is there for the next one; and a server starts whatever its file is like.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class RestartTests: FileTestCase {
  private func picture(_ process: ServerProcess) throws -> [String] {
    try [
      ("list_loops", #"{"project_name":"shop"}"#), ("get_spec", #"{"project_name":"shop","spec_name":"user-login"}"#),
      ("get_roadmap", #"{"project_name":"shop"}"#), ("get_project_plan", #"{"project_name":"shop"}"#),
      ("list_history", #"{"project_name":"shop"}"#),
    ].map { tool, arguments in
      let answer = try call(process, tool, arguments)
      return try XCTUnwrap(answer.content, answer.line).text
    }
  }

  func testProject_whenItsServerHasEnded_isThereForTheNext() throws {
    let first = try launch()
    try fill(first, "shop")
    let before = try picture(first)
    try assertEnds(first)
    for signal in [SIGTERM, SIGKILL, SIGINT] {
      let process = try launch()
      XCTAssertEqual(try picture(process), before, "before \(signal)")
      let added = try createLoop(process)
      process.signal(signal)
      let status = try process.waitForExit()
      XCTAssertEqual(status, signal == SIGKILL ? .signal(SIGKILL) : .status(0), process.standardError)
      XCTAssertTrue(try loops(try launch()).contains(added), "after \(signal)")
    }
    try assertWhole()
  }

  /// The end of the input comes with calls in flight: they are answered, and what they say is true.
  func testCalls_whenTheInputEnds_areStored() throws {
    let process = try launch()
    try process.send((1...50).map { Message.call($0, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#) })
    let told = try process.finish().compactMap { try Answer($0).content?["id"]?.stringValue }
    XCTAssertEqual(told.count, 50)
    XCTAssertEqual(try loops(try launch()), told.sorted())
  }

  func testHandshake_whenTheFileCannotBeOpened_isAnsweredAndTheFirstCallIsTold() throws {
    for file in ["/dev/null/state.db", "/proc/nowhere/state.db", "/dev/null"] {
      let process = try launch(["STATE_FILE": file])
      XCTAssertTrue(try process.exchange(Message.request(1, "tools/list")).contains("create_loop"))
      assertUnavailable(try listProjects(process), file)
      try assertEnds(process)
    }
  }

  func testHandshake_whenThereIsNoFile_makesNone() throws {
    let process = try launch()
    XCTAssertTrue(try process.exchange(Message.request(1, "tools/list")).contains("create_loop"))
    XCTAssertEqual(try call(process, "create_loop", "{}").code, "invalid_input")
    try assertEnds(process)
    XCTAssertFalse(tree.exists("state"))
  }
}
