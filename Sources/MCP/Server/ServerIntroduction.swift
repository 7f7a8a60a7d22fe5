// ServerIntroduction: the answer to "who are you", which both eras give, each in a result of its own.

import JSON

/// The server's name, its instructions, and the capabilities that follow from its methods.
struct ServerIntroduction {
  let info: ServerInfo
  /// Advice for an agent before it uses the server; clients cut it at about 2 KB.
  let instructions: String
  /// The methods whose capabilities are told.
  let features: [any MethodHandler]

  /// The value of `capabilities`: those of the methods that `revision` has.
  ///
  /// - Parameter client: the client's name as it tells it; nil where it tells none.
  func capabilities(in revision: ProtocolRevision, for client: String?) -> JSONValue {
    var object = JSONObject()
    for method in features where method.revisions.contains(revision) {
      guard let capability = method.capability(in: revision) else { continue }
      if capability == "completions", client.map(Self.failOnCompletions.contains) == true { continue }
      object[capability] = [:]
    }
    return .object(object)
  }

  /// Claude Code has hidden all tools of a server that told of completions; it is not told of them.
  private static let failOnCompletions: Set<String> = ["claude-code"]
}
