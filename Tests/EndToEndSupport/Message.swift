// Message: the lines that a client sends.

import JSON

/// Builds request lines.
public enum Message {
  /// The handshake, with id 0.
  ///
  /// - Parameter capabilities: those of the client, JSON text.
  public static func initialize(_ revision: String = "2025-11-25", capabilities: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(revision)","#
      + #""capabilities":\#(capabilities),"clientInfo":{"name":"end-to-end","version":"1"}}}"#
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

  /// The capabilities of a client that shows forms.
  public static let forms = #"{"elicitation":{}}"#

  /// A modern tool call of a client that shows forms; `answer` is further members of params, JSON text, or empty.
  public static func askingCall(_ id: Int, _ tool: String, _ arguments: String, answer: String = "") -> String {
    let meta = modernMeta.replacing(#"clientCapabilities":{}"#, with: #"clientCapabilities":\#(forms)"#)
    return request(
      id, "tools/call",
      #"{\#(meta),"name":"\#(tool)","arguments":\#(arguments)\#(answer.isEmpty ? "" : ",")\#(answer)}"#)
  }

  /// The client's response to a question of the server's; `result` is JSON text.
  public static func response(to question: String, _ result: String) -> String {
    #"{"jsonrpc":"2.0","id":"\#(question)","result":\#(result)}"#
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
