// tools/list: the definitions of all tools, on one page.

import JSON

/// Lists the tools as the request's revision knows them.
final class ListToolsMethod: MethodHandler {
  let name = "tools/list"
  let revisions = ProtocolRevision.all
  private let registry: ToolRegistry
  private let envelope: ResultEnvelope
  /// The results so far: a list is encoded when it is first asked for. Used by the serving thread alone.
  private var results: [ProtocolRevision: [UInt8]] = [:]

  init(registry: ToolRegistry, envelope: ResultEnvelope) {
    self.registry = registry
    self.envelope = envelope
  }

  func capability(in revision: ProtocolRevision) -> String? { "tools" }

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    try request.refuseCursor(ofAll: "tools")
    return .result(result(in: request.revision))
  }

  private func result(in revision: ProtocolRevision) -> [UInt8] {
    if let result = results[revision] { return result }
    let tools = JSONValue.array(registry.definitions.map { $0.json(in: revision) })
    let result = envelope.fixedResult(["tools": tools], in: revision)
    results[revision] = result
    return result
  }
}
