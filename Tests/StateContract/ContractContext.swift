// ContractContext: what a case gets: managers with the settings it wants, time and ids in its hands, names of its own.

import Models
import State

/// What a case decides about its manager.
public struct ManagerSettings: Sendable {
  public let policies: LoopPolicies
  public let historyLimit: Int
  public let sources: StateSources

  public init(policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10, sources: StateSources = .system) {
    self.policies = policies
    self.historyLimit = historyLimit
    self.sources = sources
  }
}

/// Makes a manager. It may share its storage with others, and so need not be empty.
public typealias MakeManager = @Sendable (ManagerSettings) async throws -> any StateManager

/// The surroundings of one case.
public final class ContractContext: Sendable {
  /// Stands still until the case moves it.
  public let clock = TestClock()
  /// Random, unless the case says which come next.
  public let ids = TestIDs<LoopID>()
  public let specIDs = TestIDs<SpecID>()
  /// Tells this case's names from those of every other case and run.
  public let token: String
  private let makeManager: MakeManager

  public init(makeManager: @escaping MakeManager) {
    self.makeManager = makeManager
    token = LoopID.random().value + LoopID.random().value
  }

  public func manager(
    policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10
  ) async throws -> any StateManager {
    let (clock, ids, specIDs) = (clock, ids, specIDs)
    let sources = StateSources(
      now: { clock.now }, makeLoopID: { ids.next() }, makeSpecID: { specIDs.next() })
    return try await makeManager(ManagerSettings(policies: policies, historyLimit: historyLimit, sources: sources))
  }

  /// A project of this case's own.
  public func project(_ name: String = "project") -> Name { Name(checked: "\(name) \(token)") }

  /// A call with a key of this case's own; equal arguments have equal fingerprints.
  public func call(_ tool: String, _ key: String, _ arguments: String = "") -> IdempotentCall {
    IdempotentCall(
      tool: tool, key: IdempotencyKey(checked: "\(key) \(token)"), fingerprint: Fingerprint(Array(arguments.utf8)))
  }
}
