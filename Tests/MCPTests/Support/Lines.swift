// Lines: messages that many tests send.

/// Builds lines of input.
enum Line {
  static func initialize(_ revision: String, id: Int = 0) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"initialize","params":{"protocolVersion":"\#(revision)","#
      + #""capabilities":{},"clientInfo":{"name":"c","version":"1"}}}"#
  }

  static func request(_ id: Int, _ method: String, _ params: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  static func call(_ id: Int, _ tool: String, _ arguments: String = "{}") -> String {
    request(id, "tools/call", #"{"name":"\#(tool)","arguments":\#(arguments)}"#)
  }

  static func cancel(_ id: Int) -> String {
    #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#
  }

  static let modernMeta =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

  static func modern(_ id: Int, _ method: String, _ members: String = "") -> String {
    request(id, method, "{\(members.isEmpty ? "" : members + ",")\(modernMeta)}")
  }
}
