// Answer: one line of a server, as the tests look at it.

import JSON

/// An answer to a tool call.
public struct Answer {
  /// The line as it came.
  public let line: String
  private let json: JSONValue

  /// Reads a line.
  public init(_ line: String) throws {
    self.line = line
    json = try JSONParser.parse(line)
  }

  /// The request's id, where that is a number.
  public var id: Int? { json["id"]?.intValue }
  /// The result of a successful tool call.
  public var content: JSONValue? { json["result"]?["structuredContent"] }
  /// The text block of a tool call's result.
  public var text: String? { json["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue }
  /// The code of a failed tool call.
  public var code: String? { error?["code"]?.stringValue }
  /// The message of a failed tool call.
  public var message: String? { error?["message"]?.stringValue }

  private var error: JSONValue? { json["result"]?["_meta"]?["respec/error"] }
}
