// IncomingMessage: a message of the client, told apart by the rules of JSON-RPC 2.0. Nothing here knows a method.

import JSON

/// A JSON value by its kind of message.
enum IncomingMessage: Sendable {
  /// Wants an answer.
  case request(IncomingRequest)
  /// Wants none.
  case notification(method: String, params: JSONValue?)
  /// A result or an error: the answer to a request of the server's.
  case response(JSONObject)
  /// None of these, with the error that answers it. The id is nil when the message shows none that can be used.
  case invalid(RPCError, id: RequestID?)

  /// Tells the kind of `value`, one message or one element of a batch.
  init(_ value: JSONValue) {
    guard let object = value.objectValue else {
      self = Self.invalid("A message must be a JSON object, not \(value.typeName).")
      return
    }
    guard let id = object["id"] else {
      self = Self.withoutID(object)
      return
    }
    if object["method"] == nil, object["result"] != nil || object["error"] != nil {
      self = .response(object)
      return
    }
    self = Self.request(object, id: id)
  }

  private static func invalid(_ message: String, id: RequestID? = nil) -> IncomingMessage {
    .invalid(RPCError(.invalidRequest, message), id: id)
  }

  private static func withoutID(_ object: JSONObject) -> IncomingMessage {
    switch object["method"] {
    case .string(let method): .notification(method: method, params: object["params"])
    case nil where object["result"] != nil || object["error"] != nil: .response(object)
    case nil: invalid("A message must have a method.")
    case let method?: invalid("method must be a string, not \(method.typeName).")
    }
  }

  private static func request(_ object: JSONObject, id value: JSONValue) -> IncomingMessage {
    guard let id = RequestID(value) else {
      return invalid("id must be a string or an integer from -2^63 to 2^64-1, not \(describe(value)).")
    }
    guard object["jsonrpc"]?.stringValue == "2.0" else { return invalid("jsonrpc must be \"2.0\".", id: id) }
    guard let method = object["method"]?.stringValue else { return invalid("method must be a string.", id: id) }
    return .request(IncomingRequest(id: id, method: method, params: object["params"]))
  }

  private static func describe(_ value: JSONValue) -> String {
    guard case .number = value else { return value.typeName }
    return "a number of another kind"
  }
}
