// resources/list: the resources that there are now, a page at a time.

import JSON

/// Lists resources.
struct ListResourcesMethod: MethodHandler {
  let name = "resources/list"
  let revisions = ProtocolRevision.all
  let source: any ResourceSource
  let envelope: ResultEnvelope

  func capability(in revision: ProtocolRevision) -> String? { "resources" }

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    let cursor = try request.cursor()
    do throws(FeatureFailure) {
      return .call(
        try source.list(after: cursor).prepared(envelope, lifetime: .some(.none), in: request.revision) { page in
          var members: JSONObject = ["resources": .array(page.resources.map(\.json))]
          members["nextCursor"] = page.next.map { .string($0) }
          return members
        })
    } catch {
      throw error.error(in: request.revision)
    }
  }
}
