// Writer: the thread that runs all writing operations of a process, many in one transaction.
//
// A commit costs a sync of the disk and little else. While one is under way the next operations gather, and share the
// next one.

import Dispatch
import Logging
import Models
import Platform
import SQLite
import State
import Synchronization

/// Takes operations and answers them. The thread starts with the first one and ends with `stop`.
final class Writer: Sendable {
  private let queue = Mutex(WriteQueue())
  private let ids = Atomic<UInt64>(0)
  private let wakeup = DispatchSemaphore(value: 0)
  /// Signalled when the thread has ended.
  private let ended = DispatchSemaphore(value: 0)
  private let file: StateFile
  private let reader: Reader
  private let timeout: Duration
  private let logger: Logger

  /// After so much time without an operation the log is shortened.
  private static let idleTime = 5

  /// - Parameter timeout: the longest wait of an operation before it begins.
  init(_ file: StateFile, reader: Reader, timeout: Duration, logger: Logger) {
    self.file = file
    self.reader = reader
    self.timeout = timeout
    self.logger = logger
  }

  // MARK: Callers

  /// Runs `body` in a transaction, which an error of `body` rolls back. Returns when it is on the disk.
  ///
  /// - Parameter isAlone: true for what takes long: nothing shares its transaction.
  /// - Throws: the error of `body`, as a `Failure`; `busy` where it could not begin in time.
  func submit<Result: Sendable>(
    isAlone: Bool = false, _ body: @escaping @Sendable (SQLiteConnection) throws -> Result
  ) async throws(Failure) -> Result {
    if Task.isCancelled { throw .cancelled }
    let id = ids.add(1, ordering: .relaxed).newValue
    let outcome: Swift.Result<Result, Failure> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        add(
          WriteJob(id: id, isAlone: isAlone) { connection in
            let result = try body(connection)
            return { continuation.resume(returning: .success(result)) }
          } fail: { failure in
            continuation.resume(returning: .failure(failure))
          })
      }
    } onCancel: {
      cancel(id)
    }
    return try outcome.get()
  }

  private func add(_ job: WriteJob) {
    let (action, mustWatch) = queue.withLock { queue in
      let action = queue.add(job, deadline: .now + timeout)
      return (action, queue.startWatch())
    }
    switch action {
    case .none: break
    case .start: start()
    case .wake: wakeup.signal()
    case .refuse: job.fail(.shutDown)
    }
    if mustWatch { Task.detached { await self.watch() } }
    // The task may have been cancelled just before there was anything to take out.
    if Task.isCancelled { cancel(job.id) }
  }

  private func cancel(_ id: UInt64) { queue.withLock { $0.remove(id) }?.fail(.cancelled) }

  /// Answers the jobs that have waited too long, also while the thread waits for the lock.
  private func watch() async {
    while let deadline = queue.withLock({ $0.nextDeadline() }) {
      try? await Task.sleep(until: deadline, clock: .continuous)
      for job in queue.withLock({ $0.expire(at: .now) }) { job.fail(.lockHeld(file.path, for: timeout)) }
    }
  }

  // MARK: The thread

  private func start() {
    do {
      try DetachedThread.start(name: "state-writer") { self.main() }
    } catch {
      let failure = Failure(error, on: file.path)
      for job in queue.withLock({ $0.failToStart() }) { job.fail(failure) }
    }
  }

  private func main() {
    let session = WriteSession(file, reader: reader, logger: logger)
    while true {
      switch queue.withLock({ $0.nextStep() }) {
      case .serve:
        session.serve { isFirst in
          queue.withLock { $0.next(isFirst: isFirst) }
        } rest: {
          queue.withLock { $0.takeAll() }
        }
      case .sleep: sleep(session)
      case .end:
        session.end()
        ended.signal()
        return
      }
    }
  }

  private func sleep(_ session: WriteSession) {
    if wakeup.wait(timeout: .now() + .seconds(Self.idleTime)) == .success { return }
    session.tidy()
    wakeup.wait()
  }

  /// Ends the thread once it has run what it has. Operations that come later are refused.
  ///
  /// - Parameter patience: the longest wait for its end, in seconds: it may be waiting for the lock.
  func stop(patience: Double) {
    guard let mustWake = queue.withLock({ $0.stop() }) else { return }
    if mustWake { wakeup.signal() }
    if patience > 0 { _ = ended.wait(timeout: .now() + patience) }
  }
}
