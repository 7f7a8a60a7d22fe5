// LoopPolicies: every loop type's policy.

/// The policies in force: the contract's defaults and what the environment set otherwise.
public struct LoopPolicies: Sendable, Equatable {
  private var byType: [LoopType: LoopPolicy] = [:]

  /// The contract's defaults.
  public init() {}

  public subscript(type: LoopType) -> LoopPolicy {
    get { byType[type] ?? .standard(for: type) }
    set { byType[type] = newValue }
  }
}
