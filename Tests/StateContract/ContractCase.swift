// ContractCase: one thing that every state manager has to do; ContractGroup: the cases of one entity.

/// One thing that every state manager has to do. Its name completes "a state manager …".
public struct ContractCase: Sendable {
  public let name: String
  /// Throws `Mismatch` at the first difference.
  public let run: @Sendable (ContractContext) async throws -> Void

  init(_ name: String, _ run: @escaping @Sendable (ContractContext) async throws -> Void) {
    self.name = name
    self.run = run
  }
}

/// The cases of one entity or concern.
public struct ContractGroup: Sendable {
  public let name: String
  public let cases: [ContractCase]
}
