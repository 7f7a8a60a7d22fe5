// MetaKey: the `_meta` names that revision 2026-07-28 reserves and we use.

/// Names inside `_meta`, as revision 2026-07-28 spells them.
enum MetaKey {
  /// On every modern request: the revision it is written in.
  static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
  /// On every modern request: an object, what the client can do.
  static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
  /// On every modern result: who answers.
  static let serverInfo = "io.modelcontextprotocol/serverInfo"
  /// On everything that belongs to a subscription: the id of the request that opened it.
  static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
}
