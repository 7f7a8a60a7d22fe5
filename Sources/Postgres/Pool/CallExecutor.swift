// CallExecutor: a task executor that lets tasks go on on the connection's thread on which they got their result.

/// A task executor for calls that ask the database something and are soon over.
///
/// By itself a task leaves the connection's thread as soon as it has its result, and goes on in Swift's thread pool: a
/// thread has to be woken for that, which takes longer than what is left to do. With this executor preferred, the task
/// goes on on the connection's thread. What comes after the database must not block there, and should be short: the
/// next user of that connection waits for it. Jobs from elsewhere run in Swift's thread pool.
public final class CallExecutor: TaskExecutor {
  /// The only one: it holds no state.
  public static let shared = CallExecutor()

  private init() {}

  /// Runs the job on the connection's thread when called there, otherwise in Swift's thread pool.
  public func enqueue(_ job: consuming ExecutorJob) {
    guard let thread = ConnectionThread.current else { return globalConcurrentExecutor.enqueue(job) }
    thread.goOn(with: UnownedJob(job))
  }
}
