// MemoryStateManager: the state in this process's memory; nothing to install, gone at exit.
//
// One lock guards one value. Every operation takes the lock once and never waits inside it, so each is atomic, and an
// async caller never leaves its thread. The operations stand in the files beside this one, an entity each.

import Models
import State
import Synchronization

/// The most memory that a `MemoryStateManager` takes up; docs/contract.md, "Limits".
public struct MemoryLimits: Sendable {
  /// Bytes for the state, counted about: a write that needs more is refused.
  public var state: Int
  /// Bytes for the kept results of calls with an idempotency key: the oldest go.
  public var results: Int

  /// The standard limits, where nothing else is said.
  public init(state: Int = 268_435_456, results: Int = 16_777_216) {
    self.state = state
    self.results = results
  }
}

/// Keeps the state in memory.
public final class MemoryStateManager: StateManager {
  /// The policies that decide on feedback.
  public let policies: LoopPolicies
  let historyLimit: Int
  let sources: StateSources
  private let recording: ChangeRecording
  private let state: Mutex<MemoryState>

  /// An empty state.
  ///
  /// - Parameters:
  ///   - policies: the rules of decision, by loop type.
  ///   - historyLimit: the number of loops that a project's history keeps, from 1; traps below.
  ///   - limits: the most memory that it takes up.
  ///   - recording: whether changes are recorded, and under whose name.
  ///   - sources: the clock and the source of ids.
  public init(
    policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10, limits: MemoryLimits = MemoryLimits(),
    recording: ChangeRecording = ChangeRecording(), sources: StateSources = .system
  ) {
    precondition(historyLimit >= 1)
    state = Mutex(MemoryState(limits: limits, isRecorded: recording.isOn))
    self.recording = recording
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
  ///
  /// What it is about to store it counts first, by `charge`; what it has changed it notes, by `record`.
  func write<Result: Codable & Sendable>(
    once call: IdempotentCall?, _ body: (inout MemoryState) throws(Failure) -> Result
  ) throws(Failure) -> Written<Result> {
    do {
      return try state.withLock { (state) throws(Failure) in
        let now = sources.now()
        state.begin(at: now, by: recording.author(of: call, at: now))
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
