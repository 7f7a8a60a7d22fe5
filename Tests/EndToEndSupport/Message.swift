// Message: the lines that a client sends.

import JSON

/// Builds request lines.
public enum Message {
  /// The handshake, with id 0.
  public static func initialize(_ revision: String = "2025-11-25") -> String {
    #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(revision)","capabilities":{},"#
      + #""clientInfo":{"name":"end-to-end","version":"1"}}}"#
  }

  /// A legacy request; `params` is JSON text.
  public static func request(_ id: Int, _ method: String, _ params: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  /// A legacy tool call; `arguments` is JSON text.
  public static func call(_ id: Int, _ tool: String, _ arguments: String) -> String {
    request(id, "tools/call", #"{"name":"\#(tool)","arguments":\#(arguments)}"#)
  }

  /// The member that every modern request carries first in its params.
  public static let modernMeta =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
    + #""io.modelcontextprotocol/clientInfo":{"name":"end-to-end","version":"1"},"#
    + #""io.modelcontextprotocol/clientCapabilities":{}}"#

  /// A modern request; `members` are further members of params, JSON text without the braces.
  public static func modern(_ id: Int, _ method: String, _ members: String = "") -> String {
    request(id, method, "{\(modernMeta)\(members.isEmpty ? "" : ",")\(members)}")
  }

  /// A modern tool call; `arguments` is JSON text.
  public static func modernCall(_ id: Int, _ tool: String, _ arguments: String) -> String {
    modern(id, "tools/call", #""name":"\#(tool)","arguments":\#(arguments)"#)
  }

  /// The arguments of a create_spec with this much text in its first field.
  public static func spec(_ project: String, _ phase: String, scopeBytes: Int = 10) -> String {
    #"{"project_name":"\#(project)","phase_name":"\#(phase)","objectives":"o","scope":""#
      + String(repeating: "s", count: scopeBytes) + #"","dependencies":"d","deliverables":"e"}"#
  }
}
