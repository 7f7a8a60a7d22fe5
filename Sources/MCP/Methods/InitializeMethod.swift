// initialize: the handshake of the legacy era.

import JSON
import Logging

/// Tells the client the session's revision, which `RequestRouter` has chosen, and introduces the server.
struct InitializeMethod: MethodHandler {
  let name = "initialize"
  let revisions = ProtocolRevision.legacy
  let sessionRule = SessionRule.begins
  let introduction: ServerIntroduction
  let logger: Logger

  func handle(_ request: RoutedRequest) -> MethodOutcome {
    let client = request.params["clientInfo"]?["name"]?.stringValue
    logger.info(
      "handshake",
      metadata: [
        "revision": "\(request.revision.rawValue)", "client": "\((client ?? "unnamed").quotedExcerpt)",
      ])
    return .result(result(in: request.revision, for: client))
  }

  private func result(in revision: ProtocolRevision, for client: String?) -> [UInt8] {
    let result: JSONValue = [
      "protocolVersion": .string(revision.rawValue),
      "capabilities": introduction.capabilities(in: revision, for: client),
      "serverInfo": introduction.info.json(in: revision), "instructions": .string(introduction.instructions),
    ]
    return result.serialized
  }
}
