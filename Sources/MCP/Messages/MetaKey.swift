// MetaKey: names in `_meta` that revision 2026-07-28 reserves, as far as they are used here.

/// Names inside `_meta`, as revision 2026-07-28 spells them.
enum MetaKey {
  /// On every modern request: the name of its revision.
  static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
  /// On every modern request: an object with the client's capabilities.
  static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
  /// On modern requests, where the client introduces itself: its name and version.
  static let clientInfo = "io.modelcontextprotocol/clientInfo"
  /// On every modern result: the server's name and version.
  static let serverInfo = "io.modelcontextprotocol/serverInfo"
  /// On every message of a subscription: the id of the request that opened it.
  static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
}
