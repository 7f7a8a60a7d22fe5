// RPCError: the answer to a request that gets no result.

import JSON

/// A JSON-RPC error object.
struct RPCError: Error, Sendable {
  var code: RPCErrorCode
  /// Text for a person: a sentence on the fault, and one on what to do.
  var message: String
  /// Value for programs, where the code asks for one.
  var data: JSONValue?

  init(_ code: RPCErrorCode, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }
}
