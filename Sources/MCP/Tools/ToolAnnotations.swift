// ToolAnnotations: hints by which a client decides whether it asks its user before a call.

/// Hints on a tool's behaviour, sent as `readOnlyHint` and so on from revision 2025-03-26 on.
public struct ToolAnnotations: Sendable, Equatable {
  /// True when a call changes nothing.
  public var readOnly: Bool
  /// True when a call may destroy or overwrite what was there.
  public var destructive: Bool
  /// True when a second call with the same arguments has no further effect.
  public var idempotent: Bool
  /// True when a call reaches beyond this server's own state.
  public var openWorld: Bool

  /// Makes the hints of one tool.
  public init(readOnly: Bool, destructive: Bool, idempotent: Bool, openWorld: Bool) {
    self.readOnly = readOnly
    self.destructive = destructive
    self.idempotent = idempotent
    self.openWorld = openWorld
  }
}
