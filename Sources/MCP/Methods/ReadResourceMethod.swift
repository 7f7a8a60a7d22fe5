// resources/read: the text of one resource.

import JSON

/// Reads a resource by its URI.
struct ReadResourceMethod: MethodHandler {
  let name = "resources/read"
  let revisions = ProtocolRevision.all
  let source: any ResourceSource
  let envelope: ResultEnvelope

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    let uri = try request.uri()
    do throws(FeatureFailure) {
      return .call(
        try source.read(uri).prepared(envelope, lifetime: .some(.none), in: request.revision) { text in
          ["contents": [["uri": .string(uri), "mimeType": Resource.mimeType, "text": .string(text)]]]
        })
    } catch {
      throw error.error(in: request.revision)
    }
  }
}
