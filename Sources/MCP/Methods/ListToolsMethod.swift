// tools/list: the definitions of all tools, on one page.

import JSON

/// Lists the tools as the request's revision knows them.
final class ListToolsMethod: MethodHandler {
  let name = "tools/list"
  let revisions = ProtocolRevision.all
  private let registry: ToolRegistry
  private let encoder: ResultEncoder
  /// The results so far: a list is encoded when it is first asked for. Used by the serving thread alone.
  private var results: [ProtocolRevision: [UInt8]] = [:]

  init(registry: ToolRegistry, encoder: ResultEncoder) {
    self.registry = registry
    self.encoder = encoder
  }

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    switch request.params["cursor"] {
    case nil, .null: return .result(result(in: request.revision))
    default: throw RPCError(.invalidParams, "This cursor was never given out: all tools are on the first page.")
    }
  }

  private func result(in revision: ProtocolRevision) -> [UInt8] {
    if let result = results[revision] { return result }
    let result = encoder.tools(registry.definitions, in: revision)
    results[revision] = result
    return result
  }
}
