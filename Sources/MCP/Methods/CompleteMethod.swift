// completion/complete: values for an argument that a person is typing.

import JSON

/// Completes arguments of prompts and variables of resource templates.
struct CompleteMethod: MethodHandler {
  let name = "completion/complete"
  let revisions = ProtocolRevision.all
  let source: any CompletionSource
  let envelope: ResultEnvelope

  func capability(in revision: ProtocolRevision) -> String? { revision.hasCompletionCapability ? "completions" : nil }

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    let place = try place(request.params["ref"])
    guard let argument = request.params["argument"], let name = argument["name"]?.stringValue,
      let beginning = argument["value"]?.stringValue
    else { throw RPCError(.invalidParams, "params.argument must be an object with the strings name and value.") }
    let given = try RoutedRequest.strings(request.params["context"]?["arguments"], "params.context.arguments")
    do throws(FeatureFailure) {
      return .call(
        try source.completions(of: name, at: place, beginning: beginning, given: given)
          .prepared(envelope, in: request.revision) { completions in
            let values = JSONValue.array(completions.values.map { .string($0) })
            return ["completion": ["values": values, "hasMore": .bool(completions.hasMore)]]
          })
    } catch {
      throw error.error(in: request.revision)
    }
  }

  private func place(_ reference: JSONValue?) throws(RPCError) -> CompletionPlace {
    switch reference?["type"]?.stringValue {
    case "ref/prompt": if let name = reference?["name"]?.stringValue { return .prompt(name) }
    case "ref/resource": if let uri = reference?["uri"]?.stringValue { return .template(uri) }
    default: break
    }
    throw RPCError(
      .invalidParams,
      "params.ref must be {\"type\": \"ref/prompt\", \"name\": …} or {\"type\": \"ref/resource\", \"uri\": …}.")
  }
}
