// ConnectionThread: the executor of one connection; a thread that sleeps on jobs and on the idle socket.

import Platform
import Synchronization

/// Runs the jobs of one actor on one thread, in order; between them those of `CallExecutor`.
///
/// The thread ends after `stop()`, which the actor calls when it is gone and no job can come any more.
final class ConnectionThread: SerialExecutor {
  private struct State {
    var jobs: [Job] = []
    var sleep = Sleep.none
    /// True when the answer to what has been sent ahead will wake the thread for its next job.
    var isReplyDue = false
    var isStopped = false
  }

  /// The descriptors that the sleeping thread polls.
  private enum Sleep { case none, wakeup, wakeupAndSocket }

  /// The idle socket that the thread polls between jobs.
  struct Watch: Sendable {
    let socket: Int32
    /// The thread looks up after this time: no job waits longer for a reply that does not come.
    let longestSleep: Duration
    /// Called on the thread when the socket has something to read. False when it was left there for the next job.
    let onInput: @Sendable () -> Bool
  }

  private enum Job {
    /// The actor's.
    case own(UnownedJob)
    /// The part of a task that follows the result it got on this thread.
    case continuation(UnownedJob)
  }

  private enum Step { case run(Job), sleep, stop }

  private let state = Mutex(State())
  private let watch = Mutex<Watch?>(nil)
  private let identity = Atomic<UInt>(0)
  let wakeup: EventDescriptor

  /// - Throws: `cannotConnect` when the system has no thread or descriptor left.
  init(name: String) throws(PostgresError) {
    do {
      wakeup = try EventDescriptor()
      try DetachedThread.start(name: name) { [self] in main() }
    } catch {
      throw PostgresError(.cannotConnect, "\(error)")
    }
  }

  func enqueue(_ job: consuming ExecutorJob) { append(.own(UnownedJob(job))) }

  /// Runs a job after those before it; to be called on this thread, which is then awake.
  func goOn(with job: UnownedJob) { append(.continuation(job)) }

  private func append(_ job: Job) {
    let mustWake = state.withLock { state in
      state.jobs.append(job)
      let isReplyDue = state.isReplyDue
      if case .own = job { state.isReplyDue = false }
      if state.sleep == .none || (state.sleep == .wakeupAndSocket && isReplyDue) { return false }
      state.sleep = .none
      return true
    }
    if mustWake { wakeup.poke() }
  }

  /// The next job need not wake the thread: the reply that it waits for will. May be called on any thread.
  func expectReply() { state.withLock { $0.isReplyDue = true } }

  func stop() {
    state.withLock { $0.isStopped = true }
    wakeup.poke()
  }

  /// Called on the thread.
  func setWatch(_ new: Watch?) { watch.withLock { $0 = new } }

  /// The runtime calls this for `assumeIsolated` where no job of the actor is running, as in `Watch.onInput`: there the
  /// current thread is the proof.
  func checkIsolated() { precondition(isCurrent, "not on the connection's thread") }
  private var isCurrent: Bool { ThreadIdentity.current.value == identity.load(ordering: .relaxed) }

  // MARK: On the thread

  private static let currentPointer = ThreadSpecificPointer()

  /// The one whose thread this is called on.
  static var current: ConnectionThread? {
    currentPointer.value.map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
  }

  private func main() {
    identity.store(ThreadIdentity.current.value, ordering: .relaxed)
    // Not retained: this method's caller holds it for as long as the thread runs.
    Self.currentPointer.value = Unmanaged.passUnretained(self).toOpaque()
    // True when the socket has input for a job that has not come yet.
    var isInputLeft = false
    while true {
      switch next(afterwards: isInputLeft ? .wakeup : .wakeupAndSocket) {
      case .run(let job):
        isInputLeft = false
        run(job)
      case .sleep: isInputLeft = sleep(watchesSocket: !isInputLeft)
      case .stop: return
      }
    }
  }

  private func run(_ job: Job) {
    switch job {
    case .own(let job): job.runSynchronously(on: asUnownedSerialExecutor())
    case .continuation(let job): job.runSynchronously(on: CallExecutor.shared.asUnownedTaskExecutor())
    }
  }

  private func next(afterwards sleep: Sleep) -> Step {
    state.withLock { state in
      state.sleep = .none
      if !state.jobs.isEmpty { return .run(state.jobs.removeFirst()) }
      if state.isStopped { return .stop }
      state.sleep = sleep
      return .sleep
    }
  }

  /// - Returns: true when the socket has input for the next job.
  private func sleep(watchesSocket: Bool) -> Bool {
    let watch = watch.withLock { $0 }
    let outcome = Polling.wait(
      socket: watchesSocket ? watch?.socket ?? -1 : -1, wakeup: wakeup,
      atMost: watch?.longestSleep)
    // A job goes first: it looks at the socket by itself.
    guard outcome.hasSocketEvent, !outcome.isWoken, let watch else { return false }
    return !watch.onInput()
  }
}
