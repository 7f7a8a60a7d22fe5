// server/discover: the introduction of the server in the modern era.

import JSON

/// Tells the client which revisions are spoken, and introduces the server.
struct DiscoverMethod: MethodHandler {
  let name = "server/discover"
  let revisions = ProtocolRevision.modern
  let introduction: ServerIntroduction
  let envelope: ResultEnvelope

  func handle(_ request: RoutedRequest) -> MethodOutcome {
    let client = request.client
    let members: JSONObject = [
      "supportedVersions": ProtocolRevision.modernNames,
      "capabilities": introduction.capabilities(in: request.revision, for: client),
      "instructions": .string(introduction.instructions),
    ]
    return .result(envelope.fixedResult(members, in: request.revision))
  }
}
