// ToolWorld: a project with something of everything in it, on which tools are called; all worlds are alike but for names.

import JSON
import Logging
import MCP
import Models
import State
import Tools

/// Makes worlds on one manager.
final class ToolWorlds: Sendable {
  private let context: ContractContext
  private let registry: ToolRegistry
  private let start: Timestamp

  init(_ context: ContractContext) async throws {
    self.context = context
    start = context.clock.now
    registry = try ToolCatalogue.tools(
      .all, on: await context.manager(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  func definition(of tool: String) throws -> ToolDefinition {
    guard let tool = registry[tool] else { throw ToolWorldError(problem: "no tool \(tool)") }
    return tool.definition
  }

  /// A new world, its clock where every world's begins.
  func make() async throws -> ToolWorld {
    context.clock.advance(microseconds: start.microseconds - context.clock.now.microseconds)
    return try await ToolWorld(project: "world \(LoopID.random()) \(context.token)", context, registry)
  }
}

/// A project with specs login (of two versions) and profile, two loops of which one is linked to login and scored, a
/// roadmap and a plan.
struct ToolWorld: Sendable {
  let project: String
  /// The id of the loop that is linked to the spec login.
  private(set) var loop = ""
  private let context: ContractContext
  private let registry: ToolRegistry

  fileprivate init(project: String, _ context: ContractContext, _ registry: ToolRegistry) async throws {
    self.project = project
    self.context = context
    self.registry = registry
    let name: JSONObject = ["project_name": .string(project)]
    try await result("store_project_plan", name.filled(ProjectPlanFields.all.map(\.name)))
    try await result("store_roadmap", name.filled(RoadmapFields.all.map(\.name)))
    for phase in ["Login", "Profile"] {
      let flexible = FlexibleFields.all.map(\.name)
      let spec = name.filled(FrozenFields.all.map(\.name) + flexible.dropLast()).with("phase_name", .string(phase))
      try await result("create_spec", spec.with("additional_sections", ["Risks": "r"]))
    }
    let login = name.with("spec_name", "login")
    try await result("update_spec", login.with("architecture", "One service."))
    loop = try await result("create_loop", login.with("loop_type", "spec"))["id"]?.stringValue ?? ""
    try await result("create_loop", name.with("loop_type", "plan"))
    let scored: JSONObject = ["loop_id": .string(loop), "critic_agent": "spec-critic", "score": 50]
    try await result("record_feedback", scored.filled(["assessment_summary", "detailed_feedback"]))
    try await result("store_objective_feedback", ["loop_id": .string(loop), "feedback": "Fair."])
  }

  /// Makes a call a second after the last one.
  func call(_ tool: String, _ arguments: JSONObject) async throws -> ToolReply {
    guard let tool = registry[tool] else { throw ToolWorldError(problem: "no tool \(tool)") }
    context.clock.advance()
    return try ToolReply(await tool.prepare(arguments).run())
  }

  /// Makes a call that must succeed.
  @discardableResult
  private func result(_ tool: String, _ arguments: JSONObject) async throws -> JSONValue {
    let reply = try await call(tool, arguments)
    guard reply.failure == nil else { throw ToolWorldError(problem: "\(tool): \(reply.text)") }
    return try JSONParser.parse(reply.content)
  }

  /// The document that a tool takes: the one that is there, for a new spec under another title.
  func document(for tool: String) async throws -> String {
    let name: JSONObject = ["project_name": .string(project)]
    let spec = name.with("spec_name", "login")
    switch tool {
    case "create_spec": return try await call("get_spec", spec).text.replacing("cation: Login", with: "cation: Third")
    case "update_spec": return try await call("get_spec", spec).text
    case "store_roadmap": return try await call("get_roadmap", name).text
    case "store_project_plan": return try await call("get_project_plan", name).text
    default: throw ToolWorldError(problem: "\(tool): no document for it")
    }
  }

  /// All that can be read of the project.
  func state() async throws -> [String] {
    let name: JSONObject = ["project_name": .string(project)]
    var reads: [(tool: String, arguments: JSONObject)] = [
      ("resume_project", name), ("list_history", name), ("get_roadmap", name), ("get_project_plan", name),
    ]
    for spec in try await result("list_specs", name)["specs"]?.arrayValue ?? [] {
      let spec = name.with("spec_name", spec["spec_name"] ?? .null)
      reads += [("get_spec", spec), ("list_spec_versions", spec)]
    }
    for loop in try await result("list_loops", name)["loops"]?.arrayValue ?? [] {
      let loop: JSONObject = ["loop_id": loop["id"] ?? .null]
      reads += [("list_history", loop), ("get_objective_feedback", loop)]
    }
    var answers: [String] = []
    for read in reads {
      let reply = try await call(read.tool, read.arguments)
      answers += [reply.text, reply.content]
    }
    return answers
  }

  /// The text without what tells this world from others: the project's name, ids, which are numbered as they come, and
  /// the numbers of history entries, which a store may count for all projects.
  func anonymous(_ text: String) -> String {
    var numbers: [Substring: Int] = [:]
    let id = #/[0-9a-f]{8}/#.matchingSemantics(.unicodeScalar)
    let world = text.replacing(project, with: "PROJECT").replacing(#/"sequence_number":\d+/#, with: "")
    return world.replacing(id) { match in
      let number = numbers[match.output] ?? numbers.count
      numbers[match.output] = number
      return "ID\(number)"
    }
  }
}

/// What a call gave.
struct ToolReply {
  let text: String
  /// The structured content; empty where there is none.
  let content: String
  /// `_meta`'s members; empty where there are none.
  let meta: String
  let failure: Failure?

  init(_ result: ToolResult) throws {
    text = String(decoding: result.text, as: UTF8.self)
    content = String(decoding: result.structuredContent ?? [], as: UTF8.self)
    meta = String(decoding: result.meta ?? [], as: UTF8.self)
    failure = try result.meta.flatMap {
      try JSONParser.parse(Array("{".utf8) + $0 + Array("}".utf8))["respec/error"]
    }.map { try ModelDecoder.decode(Failure.self, from: $0) }
  }
}

struct ToolWorldError: Error { let problem: String }

extension JSONObject {
  /// This object with one more member.
  fileprivate func with(_ name: String, _ value: JSONValue) -> JSONObject {
    JSONObject(members + [Member(key: name, value: value)])
  }

  /// This object with a text for each name.
  fileprivate func filled(_ names: [String]) -> JSONObject {
    JSONObject(members + names.map { Member(key: $0, value: .string("The \($0).")) })
  }
}
