// Answer: one line of a server, as the tests look at it.

import JSON

struct Answer {
  let line: String
  private let json: JSONValue

  init(_ line: String) throws {
    self.line = line
    json = try JSONParser.parse(line)
  }

  var id: Int? { json["id"]?.intValue }
  /// The result of a successful tool call.
  var content: JSONValue? { json["result"]?["structuredContent"] }
  /// The code of a failed tool call.
  var code: String? { error?["code"]?.stringValue }
  /// The message of a failed tool call.
  var message: String? { error?["message"]?.stringValue }

  private var error: JSONValue? { json["result"]?["_meta"]?["respec/error"] }
}
