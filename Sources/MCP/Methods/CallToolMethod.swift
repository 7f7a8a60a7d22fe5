// tools/call: one call of one tool.

import JSON

/// Finds the tool and lets it read its arguments; the call itself is put in order with the others.
struct CallToolMethod: MethodHandler {
  let name = "tools/call"
  let revisions = ProtocolRevision.all
  let registry: ToolRegistry
  let envelope: ResultEnvelope
  let askers: AskerFactory
  /// Nil where calls are not logged.
  let log: CallLog?

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    guard let name = request.params["name"]?.stringValue else {
      throw RPCError(.invalidParams, "params.name must be a string, the name of a tool.")
    }
    guard let tool = registry[name] else { throw unknownTool(name) }
    let arguments = try arguments(request.params["arguments"])
    let asker = try askers.asker(for: request, tool: name, arguments)
    var call = tool.prepare(arguments)
    if let log { call = log.logging(call, of: name, by: request.client) }
    return .call(inOrder(call, asker, request.revision))
  }

  private func inOrder(_ call: ToolCall, _ asker: any Asker, _ revision: ProtocolRevision) -> PreparedCall {
    PreparedCall(footprint: call.footprint) { [envelope] writer in
      await call.run(asking: asker).write(to: &writer, envelope, in: revision)
    }
  }

  /// Takes null for none, and the JSON text of an object for that object: clients and models write both.
  private func arguments(_ value: JSONValue?) throws(RPCError) -> JSONObject {
    guard let value, value != .null else { return JSONObject() }
    let tree = value.stringValue.flatMap { try? JSONParser.parse($0) } ?? value
    guard let object = tree.objectValue else {
      throw RPCError(.invalidParams, "params.arguments must be an object, not \(value.typeName).")
    }
    return object
  }

  private func unknownTool(_ name: String) -> RPCError {
    let hint = registry.suggestion(for: name).map { "Did you mean \"\($0)\"?" } ?? "tools/list names all tools."
    return RPCError(.invalidParams, "There is no tool \(name.quotedExcerpt). \(hint)")
  }
}
