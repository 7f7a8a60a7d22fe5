// LockFacts: how long a server would wait now for its turn to write.

import Platform
import SQLiteState

/// The lock by which processes take turns in writing the state file.
enum LockFacts: Sendable, Equatable {
  /// No server has ever worked there.
  case missing
  /// It came free within the time limit.
  case free
  /// It did not.
  case held
  /// It cannot be used.
  case unusable(SystemCallError)

  /// Waits as a server does, in the queue, and lets go at once. Makes no file.
  ///
  /// - Parameter limit: in seconds.
  init(of paths: StatePaths, within limit: Double) {
    self = TimeLimit.run(limit) { Self.wait(paths) } ?? .held
  }

  private static func wait(_ paths: StatePaths) -> LockFacts {
    do {
      let lock = try Descriptor.open(paths.lock, .reading)
      defer { try? lock.close() }
      // Commands do not queue up, so that there may be no file for it yet.
      let queue = try? Descriptor.open(paths.queue, .reading)
      defer { try? queue?.close() }
      _ = try queue?.lock(.exclusive, waits: true)
      _ = try lock.lock(.exclusive, waits: true)
      return .free
    } catch {
      return error.cause == .missing ? .missing : .unusable(error)
    }
  }
}
