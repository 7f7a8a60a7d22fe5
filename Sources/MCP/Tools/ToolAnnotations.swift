// ToolAnnotations: what a client may assume about a tool before it asks its user.

/// Hints on a tool's behaviour; MCP sends them as `readOnlyHint` and so on.
public struct ToolAnnotations: Sendable, Equatable {
  /// Changes nothing.
  public var readOnly: Bool
  /// May destroy or overwrite what was there.
  public var destructive: Bool
  /// Doing it twice has no further effect.
  public var idempotent: Bool
  /// Reaches beyond this server's own state.
  public var openWorld: Bool

  public init(readOnly: Bool, destructive: Bool, idempotent: Bool, openWorld: Bool) {
    self.readOnly = readOnly
    self.destructive = destructive
    self.idempotent = idempotent
    self.openWorld = openWorld
  }
}
