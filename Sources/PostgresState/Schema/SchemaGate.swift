// SchemaGate: the gate before every operation, closed until the schema is known to fit this binary.

import Models
import State
import Synchronization

/// Holds operations back until the database has been reached and its schema looked at.
final class SchemaGate: Sendable {
  private enum State {
    /// Nothing is known yet. The reason is that of the last failed look; nil before one.
    case closed(reason: String?)
    /// The look at the schema waits for somebody, as the failure says.
    case held(Failure)
    case open
    /// The schema does not fit.
    case refusing(Failure)

    /// True while operations wait.
    var isWaiting: Bool {
      switch self {
      case .closed, .held: true
      case .open, .refusing: false
      }
    }
  }

  private struct Guarded {
    var state = State.closed(reason: nil)
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var lastWaiter = 0
  }

  private let guarded = Mutex(Guarded())
  /// Longest wait of an operation.
  private let timeout: Duration
  /// The reason for which there is no connection, known before a look has failed by it.
  private let problem: @Sendable () -> String?

  init(timeout: Duration, problem: @escaping @Sendable () -> String?) {
    self.timeout = timeout
    self.problem = problem
  }

  // MARK: Opening

  func open() { change(to: .open) }
  func refuse(_ failure: Failure) { change(to: .refusing(failure)) }

  /// Notes the reason for which the database has not been reached so far. Operations go on waiting.
  func note(_ reason: String) {
    guarded.withLock { if $0.state.isWaiting { $0.state = .closed(reason: reason) } }
  }

  /// Notes the failure of the operations whose time-out ends before the wait for somebody. Operations go on waiting.
  func hold(_ failure: Failure) {
    guarded.withLock { if $0.state.isWaiting { $0.state = .held(failure) } }
  }

  private func change(to state: State) {
    let waiters = guarded.withLock { guarded in
      guarded.state = state
      defer { guarded.waiters = [:] }
      return guarded.waiters.values
    }
    for waiter in waiters { waiter.resume() }
  }

  // MARK: Waiting

  /// Returns when the schema fits.
  ///
  /// - Returns: the time at which the wait began, from which a later wait counts its time-out; nil without a wait.
  /// - Throws: `unavailable` when the schema does not fit, or is not known within the time-out.
  func pass() async throws(Failure) -> ContinuousClock.Instant? {
    if try isOpen() { return nil }
    let start = ContinuousClock.now
    await waitForChange()
    if try isOpen() { return start }
    switch guarded.withLock({ $0.state }) {
    case .open: return start
    case .held(let failure), .refusing(let failure): throw failure
    case .closed(let reason):
      let cause = problem() ?? reason ?? "no answer yet"
      throw Failure(.unavailable, "The database cannot be reached (\(cause)). Nothing was done: try again.")
    }
  }

  private func isOpen() throws(Failure) -> Bool {
    switch guarded.withLock({ $0.state }) {
    case .open: return true
    case .refusing(let failure): throw failure
    case .closed, .held: return false
    }
  }

  private func waitForChange() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.nextChange() }
      group.addTask { [timeout] in try? await Task.sleep(for: timeout) }
      await group.next()
      group.cancelAll()
    }
  }

  private func nextChange() async {
    let key = guarded.withLock { guarded in
      guarded.lastWaiter += 1
      return guarded.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mustWait = guarded.withLock { guarded in
          guard guarded.state.isWaiting, !Task.isCancelled else { return false }
          guarded.waiters[key] = continuation
          return true
        }
        if !mustWait { continuation.resume() }
      }
    } onCancel: {
      guarded.withLock { $0.waiters.removeValue(forKey: key) }?.resume()
    }
  }
}
