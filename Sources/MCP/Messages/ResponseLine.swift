// ResponseLine: answers of JSON-RPC as the bytes of one line, written once and never parsed again.

import JSON

/// The answer to a request while its result is being written.
struct ResponseLine: Sendable {
  /// Takes the JSON of `result`.
  var result: JSONWriter

  /// Begins the answer to the request with this id.
  ///
  /// - Parameter capacity: the bytes to make room for at first; short results fit in the default.
  init(to id: RequestID, capacity: Int = 1024) {
    result = JSONWriter(capacity: capacity)
    result.raw(#"{"jsonrpc":"2.0","id":"#)
    id.write(to: &result)
    result.raw(#","result":"#)
  }

  /// Ends the answer and returns the line.
  consuming func finished() -> [UInt8] {
    result.raw("}")
    return result.bytes
  }

  /// The answer to the request with this id whose `result` is the JSON `body`.
  static func result(_ body: [UInt8], to id: RequestID) -> [UInt8] {
    var line = ResponseLine(to: id, capacity: body.count + 64)
    line.result.raw(body)
    return line.finished()
  }

  /// The error that answers the request with this id; without one, `id` is left out, or null where the session's
  /// revision wants it.
  static func error(_ error: RPCError, to id: RequestID?, leavesOutUnknownID: Bool = true) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#"{"jsonrpc":"2.0""#)
    if let id {
      writer.raw(#","id":"#)
      id.write(to: &writer)
    } else if !leavesOutUnknownID {
      writer.raw(#","id":null"#)
    }
    writer.raw(#","error":{"code":"#)
    writer.integer(error.code.rawValue)
    writer.raw(#","message":"#)
    writer.string(error.message)
    if let data = error.data {
      writer.raw(#","data":"#)
      writer.value(data)
    }
    writer.raw("}}")
    return writer.bytes
  }
}
