// ConfigurationTests: variables that change what the server decides, seen through the wire.

import EndToEndSupport
import JSON
import XCTest

final class ConfigurationTests: EndToEndTestCase {
  /// Records a score and returns the decision as JSON text.
  private func decision(_ process: ServerProcess, _ loop: String, _ score: Int) throws -> String {
    let arguments = #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":\#(score),"assessment_summary":"s"}"#
    let answer = try process.exchange(Message.call(1, "record_feedback", arguments))
    return try value("result.structuredContent.decision", of: answer).text
  }

  private func json(_ status: String, _ reason: String, _ threshold: Int, _ improvement: String) -> String {
    #"{"status":"\#(status)","reason":"\#(reason)","threshold":\#(threshold),"improvement":\#(improvement)}"#
  }

  func testThreshold_whenDefault() throws {
    let process = try launchSession()
    let spec = try createLoop(process)
    XCTAssertEqual(try decision(process, spec, 89), json("refine", "below_threshold", 90, "null"))
    XCTAssertEqual(try decision(process, spec, 90), json("completed", "threshold_reached", 90, "1"))
    let build = try createLoop(process, type: "build_code")
    XCTAssertEqual(try decision(process, build, 94), json("refine", "below_threshold", 95, "null"))
  }

  func testThreshold_whenSet() throws {
    let process = try launchSession(environment: ["LOOP_SPEC_THRESHOLD": "70"])
    XCTAssertEqual(
      try decision(process, try createLoop(process), 70), json("completed", "threshold_reached", 70, "null"))
    XCTAssertEqual(
      try decision(process, try createLoop(process, type: "plan"), 70), json("refine", "below_threshold", 90, "null"))
  }

  func testCheckpointFrequency_whenSet() throws {
    let process = try launchSession(environment: ["LOOP_SPEC_CHECKPOINT_FREQUENCY": "2"])
    let loop = try createLoop(process)
    XCTAssertEqual(try decision(process, loop, 10), json("refine", "below_threshold", 90, "null"))
    XCTAssertEqual(try decision(process, loop, 30), json("user_input", "checkpoint", 90, "20"))
  }

  func testImprovementThreshold_whenSet() throws {
    let process = try launchSession(environment: ["LOOP_SPEC_IMPROVEMENT_THRESHOLD": "30"])
    let loop = try createLoop(process)
    XCTAssertEqual(try decision(process, loop, 10), json("refine", "below_threshold", 90, "null"))
    XCTAssertEqual(try decision(process, loop, 39), json("refine", "below_threshold", 90, "29"))
    XCTAssertEqual(try decision(process, loop, 68), json("user_input", "stagnation", 90, "29"))
  }

  func testHistoryLimit_whenSet() throws {
    let process = try launchSession(environment: ["LOOP_HISTORY_LIMIT": "2"])
    let loops = try (0..<4).map { _ in try createLoop(process) }
    let answer = try process.exchange(Message.call(1, "list_history", #"{"project_name":"p"}"#))
    let entries = try XCTUnwrap(try value("result.structuredContent.history", of: answer).arrayValue)
    XCTAssertEqual(entries.map { $0["loop"]?["id"]?.stringValue }, [loops[3], loops[2]])
    // Only the queue is bounded: the loops are all there.
    let list = try process.exchange(Message.call(1, "list_loops", #"{"project_name":"p"}"#))
    XCTAssertEqual(try value("result.structuredContent.loops", of: list).arrayValue?.count, 4)
  }

  func testTools_whenCore() throws {
    let process = try launch(environment: ["MCP_TOOLS": "core"])
    let list = try value("result.tools", of: process.exchange(Message.modern(1, "tools/list")))
    XCTAssertEqual(
      list.arrayValue?.compactMap { $0["name"]?.stringValue },
      [
        "create_loop", "get_loop", "list_loops", "record_feedback", "record_user_feedback", "list_history",
        "analyze_loop", "delete_loop", "create_spec", "get_spec", "update_spec", "list_specs", "link_loop_to_spec",
        "unlink_loop", "list_projects", "search",
      ])
  }

  func testLogLevel_whenCritical_logsNothing() throws {
    let process = try launch(environment: ["MCP_LOG_LEVEL": "critical"])
    try process.send("{")
    _ = try process.finish()
    XCTAssertEqual(process.standardError, "")
  }

  func testLogLevel_whenDefault_logsOneLineAnEvent() throws {
    let process = try launchSession()
    try process.send("{")
    _ = try process.finish()
    let form = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z (info|warning) respec-server: [ -~]+/#
    let lines = process.standardError.split(separator: "\n")
    XCTAssertEqual(
      lines.map { $0.wholeMatch(of: form)?.1 }, ["info", "warning", "info", "warning", "info"], process.standardError)
  }
}
