// call: one tool call from the command line, through the same tools as the server's.

import ArgumentParser
import JSON
import MCP
import Models
import Tools

struct CallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Call one tool and print its result, as an MCP client would.",
    discussion: """
      The same checks, errors and idempotency keys as in the server hold. The settings are the server's too, except \
      that all tools can be called, whatever MCP_TOOLS says. With STATE_MANAGER=file the call waits its turn beside \
      the servers on that file, with STATE_MANAGER=database it uses one connection; in memory mode nothing outlives it. \
      What record_user_feedback stores counts as the word of the person who calls.

      Exit status: 0 done, 1 the call failed, 64 wrong usage.

      Tools:
      \(ToolCatalogue.titles.map { "  \($0.name.padded(to: 25)) \($0.title)" }.joined(separator: "\n"))

      Examples:
        respec-server call list_loops '{"project_name": "shop"}'
        respec-server call store_roadmap - < roadmap.json
        respec-server call get_spec --describe
      """)

  @Argument(help: "The tool's name.")
  var tool: String

  @Argument(help: "The arguments as a JSON object; - reads it from standard input.")
  var arguments = "{}"

  @Flag(help: "Print the structured result as JSON; for a failed call its code, message and details.")
  var json = false

  @Flag(help: "Call nothing: print what the tool does and which arguments it takes.")
  var describe = false

  func run() throws {
    do {
      try call()
    } catch let error as StreamError {
      throw Startup.failure(error, doing: "call \(tool.printable)")
    } catch let error as WrongCall {
      _ = Startup.failure(error, doing: "call \(tool.printable)")
      throw ExitCode.validationFailure
    }
  }

  private func call() throws {
    let configuration = try Startup.configuration()
    let logger = Startup.commandLogger(configuration)
    let state = configuration.makeStateManager(isForOneCall: true, logger: logger)
    let registry = try ToolCatalogue.tools(
      .all, on: state, isReadOnly: configuration.isReadOnly, budget: configuration.answerBudget, logger: logger)
    guard let tool = registry[tool] else { throw unknownTool(among: registry.definitions.map(\.name)) }
    if describe { return try printDescription(of: tool.definition) }
    let object = try readArguments()
    if configuration.store.kind == .memory {
      CommandOutput.complain("respec-server: note: STATE_MANAGER is memory, so nothing outlives this call")
    }
    let background = BackgroundWork(after: .zero) { await state.run() }
    defer { background.stop(patience: 1) }
    let call = tool.prepare(object, for: ClientInfo(name: "respec-server call", version: Version.current))
    // A person calls: what they say about a loop is their own word.
    try report(waiting { await GuidanceSource.$current.withValue(.command) { await call.run() } })
  }

  // MARK: Input

  private func unknownTool(among names: [String]) -> WrongCall {
    let closest = ClosestNames.find(to: tool, among: names)
    let hint = closest.isEmpty ? "respec-server call --help lists all" : "closest: \(closest.joined(separator: ", "))"
    return WrongCall("there is no tool of this name; \(hint)")
  }

  private func readArguments() throws -> JSONObject {
    let bytes = arguments == "-" ? try StandardInput.readToEnd() : Array(arguments.utf8)
    let place = arguments == "-" ? "standard input" : "the argument"
    do {
      let value = try JSONParser.parse(bytes)
      if let object = value.objectValue { return object }
      throw WrongCall("the arguments must be a JSON object such as {\"limit\": 5}, not \(value.typeName)")
    } catch let error as JSONParseError {
      throw WrongCall("\(place) is not JSON: \(JSONFault(error, in: bytes))")
    }
  }

  // MARK: Output

  private func printDescription(of definition: ToolDefinition) throws {
    if json {
      let description: JSONValue = [
        "name": .string(definition.name), "title": .string(definition.title),
        "description": .string(definition.description), "inputSchema": definition.inputSchema,
        "outputSchema": definition.outputSchema,
      ]
      return try CommandOutput.print(description.serialized)
    }
    let heading = "\(definition.name): \(definition.title)\n\n\(definition.description)\n\nArguments (JSON Schema):\n"
    try CommandOutput.print(Array(heading.utf8) + definition.inputSchema.pretty)
  }

  private func report(_ result: ToolResult) throws {
    if result.isError {
      CommandOutput.complain(String(decoding: result.text, as: UTF8.self))
      if json, let failure = result.failure { try CommandOutput.print(failure.serialized) }
      throw ExitCode.failure
    }
    if json, let content = result.structuredContent { return try CommandOutput.print(content) }
    // A tool with nothing better for reading gives its JSON as text.
    let isJSON = result.text == result.structuredContent
    try CommandOutput.print(isJSON ? try JSONParser.parse(result.text).pretty : result.text)
  }
}

/// The reason for which there is nothing to call: exit status 64.
private struct WrongCall: Error, CustomStringConvertible {
  let description: String
  init(_ reason: String) { description = reason }
}

extension ToolResult {
  /// The failure's code, message and details, as the server sends it in `_meta`.
  fileprivate var failure: JSONValue? {
    guard let meta else { return nil }
    return try? JSONParser.parse(Array("{".utf8) + meta + Array("}".utf8))["respec/error"]
  }
}
