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
  func capabilities(in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    for method in features where method.revisions.contains(revision) {
      if let capability = method.capability { object[capability] = [:] }
    }
    return .object(object)
  }
}
