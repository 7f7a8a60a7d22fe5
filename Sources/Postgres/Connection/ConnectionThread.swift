// ConnectionThread: the executor of one connection; a thread that sleeps on jobs and on the idle socket.

import Glibc
import Synchronization

/// Runs the jobs of one actor on one thread, in order.
///
/// The thread ends after `stop()`, which the actor calls when it is gone and no job can come any more.
final class ConnectionThread: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var isAsleep = false
    var isStopped = false
  }

  /// What to look at between jobs.
  struct Watch: Sendable {
    let socket: Int32
    /// Called on the thread when the socket has something to read.
    let onInput: @Sendable () -> Void
  }

  private enum Step { case run(UnownedJob), sleep, stop }

  private let state = Mutex(State())
  private let watch = Mutex<Watch?>(nil)
  private let identity = Atomic<UInt>(0)
  let wakeup: EventDescriptor

  /// - Throws: `cannotConnect` when the system has no thread or descriptor left.
  init(name: String) throws(PostgresError) {
    wakeup = try EventDescriptor()
    try DetachedThread.start(name: name) { [self] in main() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let mustWake = state.withLock { state in
      state.jobs.append(job)
      defer { state.isAsleep = false }
      return state.isAsleep
    }
    if mustWake { wakeup.poke() }
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    wakeup.poke()
  }

  /// Called on the thread.
  func setWatch(_ new: Watch?) { watch.withLock { $0 = new } }

  /// `assumeIsolated` asks this where no job is running, as in `Watch.onInput`.
  func checkIsolated() { precondition(isCurrent, "not on the connection's thread") }
  private var isCurrent: Bool { UInt(pthread_self()) == identity.load(ordering: .relaxed) }

  // MARK: On the thread

  private func main() {
    identity.store(UInt(pthread_self()), ordering: .relaxed)
    while true {
      switch next() {
      case .run(let job): job.runSynchronously(on: asUnownedSerialExecutor())
      case .sleep: sleep()
      case .stop: return
      }
    }
  }

  private func next() -> Step {
    state.withLock { state in
      if !state.jobs.isEmpty { return .run(state.jobs.removeFirst()) }
      if state.isStopped { return .stop }
      state.isAsleep = true
      return .sleep
    }
  }

  private func sleep() {
    let watch = watch.withLock { $0 }
    let outcome = Polling.wait(socket: watch?.socket ?? -1, wakeup: wakeup, timeout: -1)
    // A job goes first: it looks at the socket by itself.
    if outcome.hasSocketEvent && !outcome.isWoken { watch?.onInput() }
  }
}
