// IncomingRequest: a well-formed JSON-RPC request, before anyone has asked whether its method exists.

import JSON

/// A request with an id that can be echoed.
struct IncomingRequest: Sendable {
  let id: RequestID
  let method: String
  /// As it came: absent, or any JSON value.
  let params: JSONValue?

  /// The value under the modern version key; its presence makes a request modern, whatever it holds.
  var declaredVersion: JSONValue? { params?["_meta"]?[MetaKey.protocolVersion] }

  var isModern: Bool { declaredVersion != nil }
}
