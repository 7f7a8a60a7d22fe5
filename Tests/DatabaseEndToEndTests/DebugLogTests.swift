// DebugLogTests: the log at level debug: every call and every statement, and no value of either.

import EndToEndSupport
import Foundation
import JSON
import Models
import SharedStateSupport
import XCTest

final class DebugLogTests: DatabaseTestCase {
  private static let secret = "s3cr3tV4lue"

  /// A tool, its arguments with the secret in each text, and the outcome that the log is to tell.
  private struct Step {
    let tool: String
    let arguments: String
    let outcome: String

    init(_ tool: String, _ arguments: String, _ outcome: String = "ok") {
      (self.tool, self.arguments, self.outcome) = (tool, arguments, outcome)
    }
  }

  private static func texts(_ names: [String]) -> String {
    names.map { #""\#($0)":"\#(secret) \#($0)""# }.joined(separator: ",")
  }

  private static let project = #""project_name":"\#(secret)""#
  private static let spec = #"\#(project),"spec_name":"\#(secret.lowercased())""#
  private static let frozen = ["objectives", "scope", "dependencies", "deliverables"]

  /// Every tool that stores texts, and failures that have them in their messages.
  private static func steps(_ loop: String) -> [Step] {
    let feedback =
      #""loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,\#(texts(["assessment_summary", "detailed_feedback"]))"#
      + #","key_issues":["\#(secret)"],"recommendations":["\#(secret)"]"#
    return [
      Step(
        "create_spec",
        #"{\#(project),"phase_name":"\#(secret)",\#(texts(frozen)),"additional_sections":{"\#(secret)":"\#(secret)"}}"#),
      Step("create_spec", #"{\#(project),"phase_name":"\#(secret)",\#(texts(frozen))}"#, "already_exists"),
      Step("update_spec", #"{\#(spec),"architecture":"\#(secret)","idempotency_key":"\#(secret)"}"#),
      Step("update_spec", #"{\#(spec),"scope":"other \#(secret)"}"#, "frozen_field"),
      Step("list_specs", #"{\#(project),"query":"\#(secret)"}"#),
      Step("get_spec", #"{\#(project),"spec_name":"not-\#(secret)"}"#, "not_found"),
      Step("record_feedback", #"{\#(feedback),"idempotency_key":"\#(secret)"}"#),
      Step("record_user_feedback", #"{"loop_id":"\#(loop)","feedback":"\#(secret)"}"#),
      Step("store_objective_feedback", #"{"loop_id":"\#(loop)","feedback":"\#(secret)"}"#),
      Step("link_loop_to_spec", #"{"loop_id":"\#(loop)",\#(spec)}"#),
      Step("store_roadmap", #"{\#(project),"roadmap_title":"\#(secret)",\#(texts(RoadmapFields.all.map(\.name)))}"#),
      Step("store_project_plan", #"{\#(project),\#(texts(ProjectPlanFields.all.map(\.name)))}"#),
      Step("list_loops", #"{\#(project),"status":"\#(secret)"}"#, "invalid_input"),
      Step("resume_project", #"{\#(project)}"#),
      Step("delete_spec", #"{\#(spec)}"#),
    ]
  }

  private struct Line {
    let words: String
    init(_ text: Substring) { words = String(text) }
    func has(_ parts: String...) -> Bool { parts.allSatisfy(words.contains) }
  }

  /// Makes all calls and returns the log.
  private func log(_ environment: [String: String]) throws -> (steps: [Step], lines: [Line], text: String) {
    let process = try launch(environment: environment)
    let first = try call(process, "create_loop", #"{\#(Self.project),"loop_type":"spec"}"#)
    let loop = try XCTUnwrap(first.content?["id"]?.stringValue, first.line)
    let steps = Self.steps(loop)
    for step in steps {
      let answer = try call(process, step.tool, step.arguments)
      XCTAssertEqual(answer.code ?? "ok", step.outcome, answer.line)
    }
    let modern = try process.exchange(Message.modernCall(9, "get_loop", #"{"loop_id":"\#(loop)"}"#))
    XCTAssertTrue(modern.contains(loop), modern)
    try assertEnds(process)
    let text = process.standardError
    XCTAssertFalse(text.lowercased().contains(Self.secret.lowercased()), text)
    return (steps, text.split(separator: "\n").map(Line.init), text)
  }

  private func assertCalls(_ log: (steps: [Step], lines: [Line], text: String)) {
    let calls = log.lines.filter { $0.has(" debug ", ": call ") }
    XCTAssertEqual(calls.count, log.steps.count + 2, log.text)
    for (step, line) in zip(log.steps, calls.dropFirst()) {
      XCTAssertTrue(
        line.has(#"client="end-to-end""#, " ms=", " outcome=\(step.outcome) ", "tool=\(step.tool)"),
        "\(step.tool): \(line.words)")
    }
    XCTAssertEqual(calls.last?.has(#"client="end-to-end""#, "tool=get_loop"), true, log.text)
  }

  func testDatabase_whenAtLevelDebug_showsCallsAndStatementsWithoutValues() throws {
    for level in ["debug", "trace"] {
      let database = try emptyDatabase()
      let log = try log(environment(database.uri, ["MCP_LOG_LEVEL": level]))
      assertCalls(log)
      let statements = log.lines.filter { $0.has(" debug ", ": statement ") }
      for (step, words) in [("UPDATE loop_states", "rows=1"), ("INSERT INTO roadmaps", "rows="), ("SELECT", "rows=")] {
        XCTAssertTrue(
          statements.contains {
            $0.has(step, words, "server=\(database.host):\(database.port)", "name=respec_", " ms=")
          }, "\(step): \(log.text)")
      }
      XCTAssertTrue(statements.contains { $0.has("name=script", "CREATE TABLE") }, log.text)
    }
  }

  func testDatabase_whenAtTheStandardLevel_showsNeither() throws {
    let database = try emptyDatabase()
    let log = try log(environment(database.uri))
    XCTAssertFalse(log.text.contains(": call ") || log.text.contains("statement"), log.text)
  }

  func testFileAndMemory_whenAtLevelDebug_showCallsWithoutValues() throws {
    let folder = NSTemporaryDirectory() + "respec-debug-\(UInt64.random(in: 0 ... .max))"
    addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    for state in [["STATE_MANAGER": "memory"], ["STATE_MANAGER": "file", "STATE_FILE": "\(folder)/state.db"]] {
      let log = try log(state.merging(["MCP_LOG_LEVEL": "debug"]) { $1 })
      assertCalls(log)
      let isFile = state["STATE_FILE"] != nil
      XCTAssertEqual(log.lines.contains { $0.has(": statement ", " rows=1 ", "sql=UPDATE") }, isFile, log.text)
    }
  }

  func testSlowStatement_whenItWaitsLongerThanTheLimit_isWarnedOf() throws {
    let database = try emptyDatabase()
    let settings = ["DATABASE_SLOW_STATEMENT_MS": "300", "DATABASE_COMMAND_TIMEOUT": "60"]
    let process = try launch(database, settings)
    let loop = try createLoop(process)
    let holder = try session(database), observer = try session(database)
    _ = try holder.run("BEGIN; LOCK TABLE objective_feedback")
    try process.send(
      Message.call(2, "store_objective_feedback", #"{"loop_id":"\#(loop)","feedback":"\#(Self.secret)"}"#))
    try observer.wait(
      until: """
        EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'respec-server' AND wait_event_type = 'Lock' \
        AND datname = current_database() AND clock_timestamp() - query_start > interval '400 ms')
        """)
    _ = try holder.run("ROLLBACK")
    XCTAssertNotNil(try Answer(process.readLine()).content)
    try assertEnds(process)
    let lines = process.standardError.split(separator: "\n").filter { $0.contains("slow statement") }
    XCTAssertTrue(
      lines.contains { $0.contains(" warning ") && $0.contains("objective_feedback") && $0.contains("server=") },
      process.standardError)
    XCTAssertFalse(process.standardError.contains(Self.secret), process.standardError)
    XCTAssertFalse(process.standardError.contains(" debug "), process.standardError)
  }
}
