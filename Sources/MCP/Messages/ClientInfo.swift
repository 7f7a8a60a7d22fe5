// ClientInfo: the program at the other end, as it introduced itself.

import JSON

/// A client's name and version: `Implementation` in MCP's schemas. Its own words, which nothing checks: for display and
/// logs alone.
public struct ClientInfo: Sendable, Equatable {
  /// Such as `claude-code`; nil where the client did not say.
  public var name: String?
  /// Such as `2.1.0`; nil where the client did not say.
  public var version: String?

  /// Makes an introduction.
  public init(name: String? = nil, version: String? = nil) {
    self.name = name
    self.version = version
  }

  /// What `json`, the value of `clientInfo`, says; anything else than strings is left out.
  init(_ json: JSONValue?) {
    self.init(name: json?["name"]?.stringValue, version: json?["version"]?.stringValue)
  }
}
