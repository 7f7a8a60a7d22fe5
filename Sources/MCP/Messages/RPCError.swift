// RPCError: what a request gets instead of a result.

import JSON

/// A JSON-RPC error object.
struct RPCError: Error, Sendable {
  var code: RPCErrorCode
  /// One sentence for a person: what was wrong and what to do.
  var message: String
  var data: JSONValue?

  init(_ code: RPCErrorCode, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }
}
