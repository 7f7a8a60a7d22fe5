// prompts/list: all prompts, on one page.

import JSON

/// Lists the prompts as the request's revision knows them.
struct ListPromptsMethod: MethodHandler {
  let name = "prompts/list"
  let revisions = ProtocolRevision.all
  let source: any PromptSource
  let envelope: ResultEnvelope

  func capability(in revision: ProtocolRevision) -> String? { "prompts" }

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    try request.refuseCursor(ofAll: "prompts")
    let prompts = JSONValue.array(source.prompts.map { $0.json(in: request.revision) })
    return .result(envelope.fixedResult(["prompts": prompts], in: request.revision))
  }
}
