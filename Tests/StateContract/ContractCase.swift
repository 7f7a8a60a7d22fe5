// ContractCase: one behaviour that every state manager must have; ContractGroup: the cases of one entity.

/// One behaviour that every state manager must have, by docs/contract.md.
public struct ContractCase: Sendable {
  /// The words that complete "a state manager …".
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
  /// The entity or concern, such as `loops`.
  public let name: String
  /// The cases, in the order in which they run.
  public let cases: [ContractCase]
}
