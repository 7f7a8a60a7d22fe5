// ContractContext: the surroundings of a case: managers with its settings, a clock and ids that it controls, and names
// of its own.

import Models
import State

/// The settings that a case chooses for its manager.
public struct ManagerSettings: Sendable {
  /// The rules of decision, by loop type.
  public let policies: LoopPolicies
  /// The number of loops that a project's history keeps.
  public let historyLimit: Int
  /// Whether changes are recorded, under whose name, and for how long.
  public let recording: ChangeRecording
  /// The clock and the source of ids.
  public let sources: StateSources

  /// The defaults of the server, apart from those given.
  public init(
    policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10, recording: ChangeRecording = ChangeRecording(),
    sources: StateSources = .system
  ) {
    self.policies = policies
    self.historyLimit = historyLimit
    self.recording = recording
    self.sources = sources
  }
}

/// Makes a manager. It may share its storage with others, and so need not be empty.
public typealias MakeManager = @Sendable (ManagerSettings) async throws -> any StateManager

/// The surroundings of one case.
public final class ContractContext: Sendable {
  /// Stands still until the case moves it.
  public let clock = TestClock()
  /// The ids of loops: random, unless the case says which come next.
  public let ids = TestIDs<LoopID>()
  /// The ids of specs: random, unless the case says which come next.
  public let specIDs = TestIDs<SpecID>()
  /// Tells this case's names from those of every other case and run.
  public let token: String
  private let makeManager: MakeManager

  /// The surroundings of a case whose managers `makeManager` makes.
  public init(makeManager: @escaping MakeManager) {
    self.makeManager = makeManager
    token = LoopID.random().value + LoopID.random().value
  }

  /// A manager on this case's clock and ids.
  public func manager(
    policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10, recording: ChangeRecording = ChangeRecording()
  ) async throws -> any StateManager {
    let (clock, ids, specIDs) = (clock, ids, specIDs)
    let sources = StateSources(
      now: { clock.now }, makeLoopID: { ids.next() }, makeSpecID: { specIDs.next() })
    return try await makeManager(
      ManagerSettings(policies: policies, historyLimit: historyLimit, recording: recording, sources: sources))
  }

  /// A project of this case's own.
  public func project(_ name: String = "project") -> Name { Name(checked: "\(name) \(token)") }

  /// A call with a key of this case's own; equal arguments have equal fingerprints.
  public func call(_ tool: String, _ key: String, _ arguments: String = "") -> IdempotentCall {
    IdempotentCall(
      tool: tool, key: IdempotencyKey(checked: "\(key) \(token)"), fingerprint: Fingerprint(Array(arguments.utf8)))
  }
}
