// CallCommandTests: respec-server call, in memory mode.

import EndToEndSupport
import JSON
import XCTest

final class CallCommandTests: XCTestCase {
  private struct Outcome {
    let status: ServerProcess.ExitStatus
    let out: String
    let error: String
  }

  private let note = "respec-server: note: STATE_MANAGER is memory, so nothing outlives this call\n"

  /// Runs to the end with `input` on standard input.
  private func call(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = try ServerProcess(arguments: ["call"] + arguments, environment: environment)
    if !input.isEmpty { try process.write(Array(input.utf8)) }
    process.closeInput()
    let lines = try process.readToEnd()
    return Outcome(
      status: try process.waitForExit(), out: lines.map { $0 + "\n" }.joined(), error: process.standardError)
  }

  private static let project = #"{"project_name":"shop"}"#

  func testCall_printsJSONForPeople() throws {
    let outcome = try call("list_projects", "{}")
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertEqual(outcome.out, "{\n  \"projects\": [],\n  \"next_cursor\": null\n}\n")
    XCTAssertEqual(outcome.error, note)
  }

  func testCall_withJSON_printsTheStructuredContent() throws {
    let outcome = try call("list_projects", "{}", "--json")
    XCTAssertEqual(outcome.out, #"{"projects":[],"next_cursor":null}"# + "\n")
  }

  func testArguments_whenFromInput() throws {
    let outcome = try call("list_projects", "-", input: "{\n  \"query\": \"shop\"\n}\n")
    XCTAssertEqual(outcome.status, .status(0), outcome.error)
  }

  func testArguments_whenLeftOut_areAnEmptyObject() throws {
    let outcome = try call("list_project_plans", "--json")
    XCTAssertEqual(outcome.out, #"{"plans":[],"next_cursor":null}"# + "\n")
  }

  func testFailure_saysTheServersTextOnStandardError() throws {
    let outcome = try call("get_loop", #"{"loop_id":"x","loopid":1}"#)
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertEqual(outcome.out, "")
    XCTAssertEqual(
      outcome.error,
      note + """
        invalid_input: 2 arguments are not valid; nothing was done. Correct and call again.
        - loop_id: not an id; got "x"; allowed: 8 lowercase hex characters, as create_loop and list_loops show them
        - loopid: unknown argument; got "loopid"; allowed: loop_id

        """)
  }

  func testFailure_withJSON_printsTheFailure() throws {
    let outcome = try call("get_loop", #"{"loop_id":"00000000"}"#, "--json")
    XCTAssertEqual(outcome.status, .status(1))
    let failure = try JSONParser.parse(outcome.out)
    XCTAssertEqual(failure.objectValue?.keys, ["code", "message", "details"])
    XCTAssertEqual(failure["code"], "not_found")
    XCTAssertTrue(outcome.error.contains("not_found: "), outcome.error)
  }

  func testTool_whenUnknown_offersTheClosest() throws {
    let outcome = try call("get_lop")
    XCTAssertEqual(outcome.status, .status(64))
    XCTAssertEqual(outcome.out, "")
    let expected = "respec-server: cannot call get_lop: there is no tool of this name; closest: get_loop"
    XCTAssertTrue(outcome.error.hasPrefix(expected), outcome.error)
  }

  func testJSON_whenBroken_saysWhereAndWhy() throws {
    let outcome = try call("get_loop", "{\"loop_id\": \"é\",\n \"a\": }")
    XCTAssertEqual(outcome.status, .status(64))
    XCTAssertEqual(outcome.out, "")
    XCTAssertEqual(
      outcome.error,
      "respec-server: cannot call get_loop: the argument is not JSON: unexpected character in line 2, column 7, before \"}\"\n"
    )
  }

  func testJSON_whenNoObject_isRefused() throws {
    let outcome = try call("get_loop", "-", input: "[1]")
    XCTAssertEqual(outcome.status, .status(64))
    XCTAssertTrue(outcome.error.contains("must be a JSON object"), outcome.error)
  }

  func testHelp_listsEveryTool() throws {
    let process = try ServerProcess()
    let answer = try JSONParser.parse(try process.exchange(Message.modern(1, "tools/list")))
    let tools = answer["result"]?["tools"]?.arrayValue ?? []
    XCTAssertGreaterThan(tools.count, 20)
    let help = try call("--help").out
    for tool in tools {
      let line = try XCTUnwrap(help.split(separator: "\n").first { $0.hasPrefix("  \(tool["name"]!.stringValue!) ") })
      XCTAssertTrue(line.hasSuffix(" \(tool["title"]!.stringValue!)"), "\(line)")
    }
    _ = try process.finish()
  }

  func testDescribe_showsDescriptionAndSchema() throws {
    let text = try call("get_loop", "--describe")
    XCTAssertEqual(text.status, .status(0))
    XCTAssertTrue(text.out.hasPrefix("get_loop: Get a loop\n\nThe loop's status"), text.out)
    XCTAssertEqual(text.error, "")
    let json = try JSONParser.parse(try call("get_loop", "--describe", "--json").out)
    XCTAssertEqual(json["inputSchema"]?["required"], ["loop_id"])
  }

  func testTools_whenServerOffersCoreOnly_canAllBeCalled() throws {
    let outcome = try call("list_project_plans", "{}", environment: ["MCP_TOOLS": "core"])
    XCTAssertEqual(outcome.status, .status(0), outcome.error)
  }

  func testStart_whenVariableIsBad_isRefused() throws {
    let outcome = try call("list_loops", Self.project, environment: ["LOOP_HISTORY_LIMIT": "0"])
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertTrue(outcome.error.hasPrefix("respec-server: cannot start: LOOP_HISTORY_LIMIT=0"), outcome.error)
  }
}
