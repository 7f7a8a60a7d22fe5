// LoopPolicies: every loop type's policy.

/// The policies in force: the defaults of docs/contract.md, "Environment", and those that the environment sets
/// otherwise.
public struct LoopPolicies: Sendable, Equatable {
  /// What it takes for a loop that asks a human to go on.
  public var humanGate = HumanGate.enforced
  private var byType: [LoopType: LoopPolicy] = [:]

  /// The defaults for every type.
  public init() {}

  /// The policy for loops of a type.
  public subscript(type: LoopType) -> LoopPolicy {
    get { byType[type] ?? .standard(for: type) }
    set { byType[type] = newValue }
  }
}
