// MemoryStateManager: the state in this process's memory; nothing to install, gone at exit.
//
// One lock guards one value. Every operation takes the lock once and never waits inside it, so each is atomic, and an
// async caller never leaves its thread. The operations stand in the files beside this one, an entity each.

import Models
import State
import Synchronization

/// Keeps the state in memory.
public final class MemoryStateManager: StateManager {
  /// The policies that decide on feedback.
  public let policies: LoopPolicies
  let historyLimit: Int
  let sources: StateSources
  private let state = Mutex(MemoryState())

  /// An empty state.
  ///
  /// - Parameters:
  ///   - policies: the rules of decision, by loop type.
  ///   - historyLimit: the number of loops that a project's history keeps, from 1; traps below.
  ///   - sources: the clock and the source of ids.
  public init(policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10, sources: StateSources = .system) {
    precondition(historyLimit >= 1)
    self.policies = policies
    self.historyLimit = historyLimit
    self.sources = sources
  }

  /// Runs a reading operation.
  func read<Result: Sendable>(_ body: (borrowing MemoryState) throws(Failure) -> Result) throws(Failure) -> Result {
    do {
      return try state.withLock { (state) throws(Failure) in try body(state) }
    } catch { throw error.remindingOfRestarts }
  }

  /// Runs a writing operation, or hands out its first result when the call repeats an earlier one. The operation checks
  /// everything before it changes anything: a failure leaves the state as it was.
  func write<Result: Codable & Sendable>(
    once call: IdempotentCall?, _ body: (inout MemoryState) throws(Failure) -> Result
  ) throws(Failure) -> Written<Result> {
    do {
      return try state.withLock { (state) throws(Failure) in
        guard let call else { return Written(try body(&state)) }
        if let first: Result = try state.results.first(of: call) { return Written(first, isReplay: true) }
        let result = try body(&state)
        state.results.remember(result, of: call)
        return Written(result)
      }
    } catch { throw error.remindingOfRestarts }
  }
}

extension Failure {
  /// The failure; where something was not found, with the commonest reason for it in this mode: clients that start a
  /// process for each call, and restarts.
  fileprivate var remindingOfRestarts: Failure {
    let forgotten: Set = ["loop_id", "project_name", "spec_name"]
    guard code == .notFound, details.contains(where: { forgotten.contains($0.path) }) else { return self }
    return Failure(
      code, message + " The server keeps state in memory: a restart forgets everything (STATE_MANAGER=file keeps it).",
      details: details)
  }
}
