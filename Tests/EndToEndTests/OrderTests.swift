// OrderTests: a transcript piped in whole gives the same answers as its lines sent one at a time.

import EndToEndSupport
import JSON
import TestSupport
import XCTest

final class OrderTests: EndToEndTestCase {
  private static let phases = ["alpha", "beta", "gamma"]
  private static let projects = ["p", "q"]

  func testAnswers_whenPipedInWhole_areThoseOfLineByLine() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("seed of the random transcript: \(seed)")
    for (round, settings) in [[:], ["LOOP_HISTORY_LIMIT": "3"]].enumerated() {
      let seed = seed &+ UInt64(round)
      let whole = try run(seed, settings) { process, lines in
        try process.send(lines)
        return try process.finish()
      }
      let oneByOne = try run(seed, settings) { process, lines in try lines.map { try process.exchange($0) } }
      XCTAssertEqual(whole.count, oneByOne.count, "seed \(seed)")
      for (a, b) in zip(whole, oneByOne) where a != b { XCTFail("seed \(seed):\n whole: \(a)\n lines: \(b)") }
    }
  }

  /// The answers to the transcript of `seed` in the order of its requests, ids and times replaced.
  private func run(
    _ seed: UInt64, _ settings: [String: String], _ exchange: (ServerProcess, [String]) throws -> [String]
  ) throws -> [String] {
    let process = try launchSession(environment: settings)
    var generator = SplitMix64(seed: seed)
    let loops = try (0..<4).map { index in
      try createLoop(process, Self.projects[index % 2], type: index < 2 ? "spec" : "analyst")
    }
    let lines = (1...400).map { randomCall($0, loops: loops, &generator) }
    let answers = try exchange(process, lines)
    let ordered = try answers.map { (id: try value("id", of: $0).intValue ?? 0, line: $0) }.sorted { $0.id < $1.id }
    var names = Names(known: loops)
    return ordered.map { names.replaceVolatile(in: $0.line) }
  }

  private func randomCall(_ id: Int, loops: [String], _ generator: inout SplitMix64) -> String {
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator)! }
    let project = pick(Self.projects)
    let phase = pick(Self.phases)
    let loop = pick(loops + ["00000000"])
    let score = Int.random(in: 0...91, using: &generator)
    let spec = pick([#""project_name":"\#(project)","spec_name":"\#(phase)""#, #""loop_id":"\#(loop)""#])
    let feedback =
      #""critic_agent":"spec-critic","score":\#(score),"assessment_summary":"s","key_issues":["\#(phase)"]"#
    let calls: [(String, String)] = [
      ("create_loop", #"{"project_name":"\#(project)","loop_type":"plan"}"#), ("get_loop", #"{"loop_id":"\#(loop)"}"#),
      ("list_loops", #"{"project_name":"\#(project)","limit":\#(score + 1)}"#),
      ("record_feedback", #"{"loop_id":"\#(loop)",\#(feedback)}"#),
      ("record_feedback", #"{"loop_id":"\#(loop)",\#(feedback)}"#),
      ("record_user_feedback", #"{"loop_id":"\#(loop)","feedback":"go on"}"#),
      ("list_history", #"{"project_name":"\#(project)"}"#), ("list_history", #"{"loop_id":"\#(loop)"}"#),
      ("analyze_loop", #"{"loop_id":"\#(loop)"}"#), ("create_spec", Message.spec(project, phase)),
      ("get_spec", "{\(spec)}"), ("update_spec", #"{\#(spec),"architecture":"v\#(score)"}"#),
      ("update_spec", #"{\#(spec),"architecture":"v\#(score)","expected_version":\#(1 + score % 3)}"#),
      ("list_specs", #"{"project_name":"\#(project)","query":"\#(phase)"}"#),
      (
        "link_loop_to_spec", #"{"loop_id":"\#(loop)","project_name":"\#(project)","spec_name":"\#(phase)"}"#
      ),
      ("unlink_loop", #"{"loop_id":"\#(loop)"}"#),
      ("create_loop", #"{"project_name":"\#(project)","loop_type":"build_code","idempotency_key":"k\#(score % 5)"}"#),
    ]
    // Rare, because everything else on the loop fails from there on.
    if id % 97 == 0 { return Message.call(id, "delete_loop", #"{"loop_id":"\#(loop)"}"#) }
    let (tool, arguments) = calls.randomElement(using: &generator)!
    return Message.call(id, tool, arguments)
  }
}

/// Gives ids names by their first appearance, so that two runs can be compared.
private struct Names {
  private var names: [String: String] = [:]

  init(known: [String]) { for id in known { name(id) } }

  private mutating func name(_ id: String) {
    if names[id] == nil { names[id] = "ID\(names.count)" }
  }

  mutating func replaceVolatile(in line: String) -> String {
    for match in line.matches(of: #/\\?"(?:id|loop_id)\\?":\\?"([0-9a-f]{8})/#) { name(String(match.1)) }
    let text = line.replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/#, with: "TIME")
      .replacing(#/next_cursor(\\?"):\\?"[^"\\]+/#) { "next_cursor\($0.1):CURSOR" }
    return names.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }
}
