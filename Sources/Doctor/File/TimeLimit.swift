// TimeLimit: work that may hang, such as a look at a disk that does not answer, given up after a while.

import Dispatch
import Platform
import Synchronization

enum TimeLimit {
  /// Runs `body` on a thread of its own, which goes on by itself where it takes longer: the command's process ends
  /// without it.
  ///
  /// - Returns: nil where it took longer than `limit` seconds, or where the system has no thread left.
  static func run<Result: Sendable>(_ limit: Double, _ body: @escaping @Sendable () -> Result) -> Result? {
    let outcome = Outcome<Result>()
    let started: Void? = try? DetachedThread.start(name: "doctor") {
      let result = body()
      outcome.result.withLock { $0 = result }
      outcome.ended.signal()
    }
    guard started != nil else { return nil }
    _ = outcome.ended.wait(timeout: .now() + limit)
    return outcome.result.withLock { $0 }
  }

  private final class Outcome<Result: Sendable>: Sendable {
    let result = Mutex<Result?>(nil)
    let ended = DispatchSemaphore(value: 0)
  }
}
