// BackgroundWork: an async job beside a thread that blocks.

import Dispatch

/// A job that runs until it ends or is told to.
struct BackgroundWork {
  private let task: Task<Void, Never>
  private let ended = DispatchSemaphore(value: 0)

  /// Starts `body` after `delay`; it returns soon after its task has been cancelled.
  init(after delay: Duration, _ body: @escaping @Sendable () async -> Void) {
    task = Task.detached { [ended] in
      try? await Task.sleep(for: delay)
      await body()
      ended.signal()
    }
  }

  /// Asks the job to end and waits for it.
  ///
  /// - Parameter patience: the longest wait in seconds.
  func stop(patience: Double) {
    task.cancel()
    _ = ended.wait(timeout: .now() + patience)
  }
}

/// Runs an async job to its end on a thread that may block, such as a command's.
func waiting<Result: Sendable>(for body: @escaping @Sendable () async throws -> Result) throws -> Result {
  let outcome = Outcome<Result>()
  Task.detached {
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    outcome.set(result)
  }
  return try outcome.wait().get()
}

/// Hands a result from a task to the waiting thread.
///
/// @unchecked, because the compiler cannot see that the semaphore orders the two: the task writes `result` before the
/// signal, the thread reads it after the wait, and nobody else has the object.
private final class Outcome<Result: Sendable>: @unchecked Sendable {
  private var result: Swift.Result<Result, any Error>?
  private let ready = DispatchSemaphore(value: 0)

  func set(_ result: Swift.Result<Result, any Error>) {
    self.result = result
    ready.signal()
  }

  func wait() -> Swift.Result<Result, any Error> {
    ready.wait()
    return result!
  }
}
