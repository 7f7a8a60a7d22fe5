// RandomProjects: random calls that fill projects, in texts that look like the structure around them.

import EndToEndSupport
import JSON
import TestSupport

/// Makes calls up. Everything follows from the seed and the loops that were created.
public struct RandomProjects {
  private var random: SplitMix64
  /// The ids of the loops so far.
  public var loops: [JSONValue] = []

  /// The calls that follow from this seed.
  public init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }
  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  private mutating func text() -> JSONValue {
    let pieces = [
      "# x", "## Overview", "### Scope", "## Metadata", "- Status: approved", "```", "~~~", "\\# x", "\r", "\n", "\n\n",
      "\r\n", " ", "\t", "    ", "\u{301}", "\u{feff}", "text", "日本語", "👩‍👩‍👧", "\\", "\u{2028}", "\u{1}", "\"", "{",
    ]
    return .string("x" + (0..<Int.random(in: 0...8, using: &random)).map { _ in pick(pieces) }.joined())
  }

  private mutating func project() -> JSONValue { .string(pick(["shop", "Shop", "日本 語", "a/b"])) }
  private mutating func phase() -> JSONValue {
    .string(pick(["User Login", "user_login", "Payments", "Größe", "日本語 検索"]))
  }
  private mutating func spec() -> JSONValue { .string(pick(["user-login", "payments", "größe", "日本語-検索"])) }

  private mutating func sections() -> JSONValue {
    let names = ["Risks", "Overview", "Metadata", "\\x", "# y", "é"].filter { _ in chance(40) }
    let ordered = chance(50) ? names : names.reversed()
    return .array(ordered.map { ["name": .string($0), "text": chance(20) ? "" : text()] })
  }

  /// A tool and its arguments. Its answer may be that something is not there, or was there before.
  public mutating func next() -> (tool: String, arguments: JSONObject) {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<15:
      var arguments: JSONObject = ["project_name": project(), "phase_name": phase()]
      for name in ["objectives", "scope", "dependencies", "deliverables", "architecture"] { arguments[name] = text() }
      arguments["additional_sections"] = sections()
      return ("create_spec", arguments)
    case 15..<40:
      var arguments: JSONObject = ["project_name": project(), "spec_name": spec(), "additional_sections": sections()]
      for name in ["architecture", "testing_strategy", "success_criteria"] where chance(50) {
        arguments[name] = chance(20) ? "" : text()
      }
      arguments["spec_status"] = .string(pick(["draft", "in-review", "approved"]))
      return ("update_spec", arguments)
    case 40..<55:
      return ("create_loop", ["project_name": project(), "loop_type": .string(pick(["spec", "plan", "build_code"]))])
    case 55..<58: return document("store_roadmap", RandomProjects.roadmap)
    case 58..<61: return document("store_project_plan", RandomProjects.plan)
    default: return loops.isEmpty ? next() : onLoop(pick(loops))
    }
  }

  private mutating func onLoop(_ loop: JSONValue) -> (tool: String, arguments: JSONObject) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return ("store_objective_feedback", ["loop_id": loop, "feedback": text()])
    case 1, 2: return ("record_user_feedback", ["loop_id": loop, "feedback": text()])
    case 3, 4: return ("link_loop_to_spec", ["loop_id": loop, "project_name": project(), "spec_name": spec()])
    case 5: return ("unlink_loop", ["loop_id": loop])
    default:
      var arguments: JSONObject = [
        "loop_id": loop, "critic_agent": "spec-critic", "score": JSONValue(Int.random(in: 40...99, using: &random)),
        "assessment_summary": text(), "key_issues": [text(), text()],
      ]
      if chance(50) { arguments["detailed_feedback"] = chance(30) ? "" : text() }
      return ("record_feedback", arguments)
    }
  }

  private mutating func document(_ tool: String, _ names: [String]) -> (tool: String, arguments: JSONObject) {
    var arguments: JSONObject = ["project_name": project()]
    for name in names { arguments[name] = text() }
    if chance(50) { arguments["additional_sections"] = sections() }
    return (tool, arguments)
  }

  private static let roadmap = names(of: "store_roadmap")
  private static let plan = names(of: "store_project_plan")

  private static func names(of tool: String) -> [String] {
    (try? texts(of: tool, ""))?.keys ?? []
  }

  /// Every text of a tool that stores a document.
  public static func texts(of tool: String, _ text: String) throws -> JSONObject {
    let described = try Command(ServerProcess.builtBinary, ["call", tool, "--describe", "--json"]).checked()
    let schema = try JSONParser.parse(described.output.joined())["inputSchema"]
    let texts = (schema?["properties"]?.objectValue?.members ?? []).filter {
      $0.value["type"] == "string" && $0.value["enum"] == nil
    }
    let others = ["project_name", "markdown", "idempotency_key", "roadmap_title"]
    return JSONObject(
      texts.map(\.key).filter { !others.contains($0) }.map { .init(key: $0, value: .string("\(text) \($0)")) })
  }
}
