// WriterExecutor: lets a call that waited for the writing thread go on there.

import Platform

/// A task executor for calls that are soon over once their change is stored.
///
/// By itself a task whose result comes from the writing thread goes on in Swift's thread pool: a thread has to be woken for
/// that, which takes longer than encoding the answer and writing it. With this executor preferred, the task goes on on the
/// writing thread when that has few calls to answer. After a large group it goes on in the pool, beside the next group.
/// Jobs from elsewhere run in the pool.
public final class WriterExecutor: TaskExecutor {
  /// The one executor of the process: it has no state but a mark on the writing threads.
  public static let shared = WriterExecutor()

  /// Set on a writing thread while it answers few calls.
  private let answersHere = ThreadSpecificPointer()
  /// The most calls that are answered one after the other.
  private static let few = 2

  private init() {}

  public func enqueue(_ job: consuming ExecutorJob) {
    guard answersHere.value != nil else { return globalConcurrentExecutor.enqueue(job) }
    job.runSynchronously(on: asUnownedTaskExecutor())
  }

  /// Answers the calls of a group. To be called on the writing thread.
  func answer(_ answers: [@Sendable () -> Void]) {
    if answers.count <= Self.few { answersHere.value = UnsafeMutableRawPointer(bitPattern: 1) }
    defer { answersHere.value = nil }
    for answer in answers { answer() }
  }
}
