// RefusedStartTests: servers that cannot start, and what a client and a person get to see of that.

import EndToEndSupport
import XCTest

final class RefusedStartTests: EndToEndTestCase {
  private let reason = "cannot start: STATE_MANAGER=redis: allowed: memory, file, database"

  func testClient_whenSettingsAreBad_getsTheReasonInTheFirstAnswer() throws {
    for first in [Message.request(7, "initialize"), Message.modern(7, "server/discover")] {
      let process = try launch(environment: ["STATE_MANAGER": "redis"])
      try process.send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, "no JSON")
      XCTAssertEqual(
        try process.exchange(first),
        #"{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"respec-server \#(reason)"}}"#)
      XCTAssertEqual(try process.waitForExit(), .status(1))
      XCTAssertEqual(process.standardError, "respec-server: \(reason)\n")
    }
  }

  func testClient_whenItAsksNothing_isNotWaitedFor() throws {
    let process = try launch(environment: ["STATE_MANAGER": "redis"])
    XCTAssertEqual(try process.finish(), [])
    XCTAssertEqual(try process.waitForExit(), .status(1))
  }

  func testPlaceholder_whenTheClientDidNotReplaceIt_isNamed() throws {
    let settings = [
      "STATE_FILE": "/tmp/${USER}/state.db", "DATABASE_URL": "postgresql://${USER}:hunter2@localhost/x",
      "LOOP_HISTORY_LIMIT": "${LIMIT}",
    ]
    for (store, variable) in [("file", "STATE_FILE=/tmp/${USER}/state.db"), ("database", "DATABASE_URL=(not shown)")] {
      let process = try launch(
        environment: settings.merging(["STATE_MANAGER": store]) { $1 }, input: .devNull)
      XCTAssertEqual(try process.waitForExit(), .status(1))
      let error = process.standardError
      XCTAssertTrue(error.contains("\(variable): allowed: "), error)
      XCTAssertEqual(error.matches(of: #/is a placeholder that the client did not replace/#).count, 2, error)
      XCTAssertFalse(error.contains("hunter2"), error)
    }
  }

  func testChoices_whenInAnotherCase_match() throws {
    let settings = fileSettings().merging(
      ["STATE_MANAGER": "File", "MCP_LOG_LEVEL": "CRITICAL", "MCP_TOOLS": "Core"]) { $1 }
    let process = try launchSession(environment: settings)
    XCTAssertEqual(try process.finish(), [])
    XCTAssertEqual(process.standardError, "")
  }

  func testCommand_whenUnknown_isToldWithWhatWasMeant() throws {
    for (word, hint) in [("migrat", "Did you mean 'migrate'?"), ("xyz", "The commands are: serve, call, ")] {
      let process = try launch(word, input: .devNull)
      XCTAssertEqual(try process.waitForExit(), .status(64))
      XCTAssertTrue(
        process.standardError.hasPrefix("Error: There is no command '\(word)'. \(hint)"), process.standardError)
    }
  }

  func testHangUp_whenIgnoredAtTheStart_staysIgnored() throws {
    let process = try ServerProcess(
      binary: "/bin/sh", arguments: ["-c", "trap '' HUP; exec \"$0\"", ServerProcess.builtBinary], environment: [:])
    _ = try process.exchange(Message.initialize("2025-11-25"))
    process.signal(SIGHUP)
    _ = try process.exchange(Message.call(1, "list_project_plans", "{}"))
    XCTAssertEqual(try process.finish(), [])
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }
}
