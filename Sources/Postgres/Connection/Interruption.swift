// Interruption: stopping the statement that a connection is running from another thread.

import Platform
import Synchronization

/// The meeting point of the connection's thread, which runs statements, and the threads that may stop them.
///
/// Phases: idle (no statement), running, cancelling (a PQcancel is under way), cancelled (it has returned; the
/// statement may still run). Only the connection's thread leaves the last two, when it has the statement's result:
/// so no PQcancel can hit a later statement.
final class Interruption: Sendable {
  /// The reason for which a lease is stopped.
  enum Reason: Sendable { case cancelled, shutDown }

  private enum Phase { case idle, running, cancelling, cancelled }

  private struct State {
    /// The lease that may be interrupted, 0 while connecting and between leases; a late request for an earlier one does
    /// nothing.
    var lease: UInt64 = 0
    var reason: Reason?
    var phase = Phase.idle
    var handle: CancelHandle?
  }

  private let state = Mutex(State())
  private let wakeup: EventDescriptor

  init(wakeup: EventDescriptor) { self.wakeup = wakeup }

  func setHandle(_ handle: CancelHandle?) { state.withLock { $0.handle = handle } }

  // MARK: Leases

  /// Begins a lease; it has not been interrupted.
  func open(lease: UInt64) {
    state.withLock { state in
      state.lease = lease
      state.reason = nil
    }
  }

  /// Ends the lease.
  func close() { open(lease: 0) }

  /// Stops what the lease is doing. Returns at once; a statement is cancelled from another thread.
  ///
  /// - Parameter lease: nil for whichever there is.
  func interrupt(lease: UInt64?, _ reason: Reason) {
    let (isCurrent, handle) = state.withLock { state in
      lease == nil || state.lease == lease ? (true, beginCancel(&state, reason)) : (false, nil)
    }
    if isCurrent { wakeup.poke() }
    if let handle { cancel(handle) }
  }

  private func cancel(_ handle: CancelHandle) {
    let cancel = { @Sendable [self] in
      handle.cancel()
      state.withLock { $0.phase = .cancelled }
      wakeup.poke()
    }
    do {
      try DetachedThread.start(name: "pg-cancel", cancel)
    } catch {
      state.withLock { $0.phase = .cancelled }  // cannot ask; the connection will be given up
      wakeup.poke()
    }
  }

  private func beginCancel(_ state: inout State, _ reason: Reason) -> CancelHandle? {
    if state.reason == nil { state.reason = reason }
    guard state.phase == .running, let handle = state.handle else { return nil }
    state.phase = .cancelling
    return handle
  }

  // MARK: Statements, on the connection's thread

  /// The reason for which the lease was interrupted; nil if it was not.
  var reason: Reason? { state.withLock { $0.reason } }

  /// idle → running, unless the lease has been interrupted.
  func beginStatement() -> Reason? {
    state.withLock { state in
      if state.reason == nil { state.phase = .running }
      return state.reason
    }
  }

  /// running or cancelled → idle.
  ///
  /// - Returns: false while a PQcancel is under way.
  func endStatement() -> Bool {
    state.withLock { state in
      guard state.phase != .cancelling else { return false }
      state.phase = .idle
      return true
    }
  }
}
