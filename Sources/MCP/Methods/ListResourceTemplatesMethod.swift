// resources/templates/list: the forms of all resources' URIs, on one page.

import JSON

/// Lists the templates, which are the same in every revision.
struct ListResourceTemplatesMethod: MethodHandler {
  let name = "resources/templates/list"
  let revisions = ProtocolRevision.all
  let source: any ResourceSource
  let envelope: ResultEnvelope

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    try request.refuseCursor(ofAll: "templates")
    let templates = JSONValue.array(source.templates.map(\.json))
    return .result(envelope.fixedResult(["resourceTemplates": templates], in: request.revision))
  }
}
