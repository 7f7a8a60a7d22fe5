// Toolbox: all tools on a state of their own, called as the server calls them.

import JSON
import Logging
import MCP
import MemoryState
import Models
import State
import Synchronization

@testable import Tools

/// The catalogue on a fresh memory state. Ids count up from 00000001; the clock moves a second each time it is read.
struct Toolbox {
  let state: MemoryStateManager
  let registry: ToolRegistry

  init(historyLimit: Int = 10) throws {
    state = MemoryStateManager(historyLimit: historyLimit, sources: Self.countingSources())
    registry = try ToolCatalogue.tools(.all, on: state, logger: Logger(label: "test"))
  }

  private static func countingSources() -> StateSources {
    let (seconds, loops, specs) = (Counter(), Counter(), Counter())
    let start = Timestamp(trusted: "2026-07-28T09:30:00.000000Z").microseconds
    return StateSources(
      now: { Timestamp(microseconds: start + Int64(seconds.next()) * 1_000_000) },
      makeLoopID: { LoopID(trusted: loops.nextID()) }, makeSpecID: { SpecID(trusted: specs.nextID()) })
  }

  /// The definitions in the order of the catalogue.
  var definitions: [ToolDefinition] { registry.definitions }

  /// The call as the server would put it in order.
  func prepare(_ tool: String, _ arguments: JSONObject) throws -> ToolCall {
    guard let tool = registry[tool] else { throw ToolboxError(problem: "no tool \(tool)") }
    return tool.prepare(arguments)
  }

  /// Makes the call.
  @discardableResult
  func call(_ tool: String, _ arguments: JSONObject) async throws -> Reply {
    try Reply(await prepare(tool, arguments).run())
  }

  /// Makes a call that must succeed, and gives its structured content.
  @discardableResult
  func result(_ tool: String, _ arguments: JSONObject) async throws -> JSONValue {
    let reply = try await call(tool, arguments)
    guard let content = reply.content else { throw ToolboxError(problem: "\(tool): \(reply.text)") }
    return content
  }

  /// Makes a write of a spec, roadmap or plan that must succeed, and gives the document as it can be read.
  func written(_ tool: String, _ arguments: JSONObject) async throws -> JSONValue {
    let receipt = try await result(tool, arguments)
    var name: JSONObject = ["project_name": receipt["project_name"]!]
    switch tool {
    case "store_roadmap": return try await result("get_roadmap", name)
    case "store_project_plan": return try await result("get_project_plan", name)
    default:
      name["spec_name"] = receipt["spec_name"]
      return try await result("get_spec", name)
    }
  }
}

/// Counts up from 1.
private final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }

  /// The next number as eight digits.
  func nextID() -> String { String(String(100_000_000 + next()).dropFirst()) }
}

struct ToolboxError: Error { let problem: String }

/// The answer to a call, read back from its bytes.
struct Reply {
  let text: String
  let content: JSONValue?
  let isError: Bool
  /// `_meta` whole; nil where there is none.
  let meta: JSONValue?

  init(_ result: ToolResult) throws {
    text = String(decoding: result.text, as: UTF8.self)
    content = try result.structuredContent.map { try JSONParser.parse($0) }
    isError = result.isError
    meta = try result.meta.map { try JSONParser.parse(Array("{".utf8) + $0 + Array("}".utf8)) }
  }

  /// The failure that the meta data mirror.
  var failure: Failure? {
    get throws { try meta?["respec/error"].map { try ModelDecoder.decode(Failure.self, from: $0) } }
  }

  /// The violations of arguments that are not valid; none where another thing or nothing is wrong.
  var violations: [Violation] {
    get throws {
      guard let failure = try failure, failure.code == .invalidInput else { return [] }
      return failure.details
    }
  }
}
