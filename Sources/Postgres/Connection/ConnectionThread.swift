// ConnectionThread: the executor of one connection; a thread that sleeps on jobs and on the idle socket.

import Glibc
import Synchronization

/// Runs the jobs of one actor on one thread, in order; between them those of `CallExecutor`.
///
/// The thread ends after `stop()`, which the actor calls when it is gone and no job can come any more.
final class ConnectionThread: SerialExecutor {
  private struct State {
    var jobs: [Job] = []
    var isAsleep = false
    var isStopped = false
  }

  /// What to look at between jobs.
  struct Watch: Sendable {
    let socket: Int32
    /// Called on the thread when the socket has something to read.
    let onInput: @Sendable () -> Void
  }

  private enum Job {
    /// The actor's.
    case own(UnownedJob)
    /// What a task does with the result that it got here.
    case continuation(UnownedJob)
  }

  private enum Step { case run(Job), sleep, stop }

  private let state = Mutex(State())
  private let watch = Mutex<Watch?>(nil)
  private let identity = Atomic<UInt>(0)
  let wakeup: EventDescriptor

  /// - Throws: `cannotConnect` when the system has no thread or descriptor left.
  init(name: String) throws(PostgresError) {
    wakeup = try EventDescriptor()
    try DetachedThread.start(name: name) { [self] in main() }
  }

  func enqueue(_ job: consuming ExecutorJob) { append(.own(UnownedJob(job))) }

  /// Runs a job after those before it; to be called on this thread, which is then awake.
  func goOn(with job: UnownedJob) { append(.continuation(job)) }

  private func append(_ job: Job) {
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

  private static let currentKey: pthread_key_t = {
    var key = pthread_key_t()
    let code = pthread_key_create(&key, nil)
    precondition(code == 0, "no thread-specific key is left")
    return key
  }()

  /// The one whose thread this is called on.
  static var current: ConnectionThread? {
    pthread_getspecific(currentKey).map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
  }

  private func main() {
    identity.store(UInt(pthread_self()), ordering: .relaxed)
    // Not retained: this method's caller holds it for as long as the thread runs.
    pthread_setspecific(Self.currentKey, Unmanaged.passUnretained(self).toOpaque())
    while true {
      switch next() {
      case .run(.own(let job)): job.runSynchronously(on: asUnownedSerialExecutor())
      case .run(.continuation(let job)): job.runSynchronously(on: CallExecutor.shared.asUnownedTaskExecutor())
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
