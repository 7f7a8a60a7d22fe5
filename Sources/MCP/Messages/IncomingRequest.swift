// IncomingRequest: a well-formed JSON-RPC request of any method, known or not.

import JSON

/// A request with an id that can be echoed.
struct IncomingRequest: Sendable {
  let id: RequestID
  let method: String
  /// As it came: absent, or any JSON value; several clients write null for none.
  let params: JSONValue?

  /// Value of the version key in `_meta`, whatever it holds; a request that has one is of the modern era.
  var declaredVersion: JSONValue? { params?["_meta"]?[MetaKey.protocolVersion] }

  /// True when the request names its revision.
  var isModern: Bool { declaredVersion != nil }
}
