// FileLock: the lock by which one process at a time changes the state file, and by which they take turns.
//
// SQLite's own lock would do for correctness of transactions, but waits by polling, and 3.7.0 to 3.51.2 can damage a
// file when a checkpoint meets a commit (sqlite.org/wal.html, "The WAL-Reset Bug"). Both are ruled out by flock(2), in
// which waiting costs nothing.

import Platform

/// The lock beside the state file. The system takes it back from a process that ends, however it ends.
///
/// flock(2) gives a lock to whoever asks first once it is free: one that releases and asks again at once would get it
/// again and again. So there are two: who waits for the lock holds the queue, and nobody asks for the lock without it.
///
/// Belongs to one thread.
final class FileLock {
  private let paths: StatePaths
  private var lock: Descriptor?
  private var queue: Descriptor?

  init(_ paths: StatePaths) { self.paths = paths }

  deinit {
    try? lock?.close()
    try? queue?.close()
  }

  /// Waits for the lock, for as long as it takes.
  func acquire() throws(SystemCallError) {
    let queue = try Self.open(paths.queue, unless: queue)
    self.queue = queue
    _ = try queue.lock(.exclusive, waits: true)
    defer { try? queue.unlock() }
    _ = try acquire(waits: true)
  }

  /// Takes the lock when it is free.
  ///
  /// - Returns: false where another has it.
  func tryToAcquire() throws(SystemCallError) -> Bool { try acquire(waits: false) }

  func release() { try? lock?.unlock() }

  /// A lock whose file was removed or replaced meanwhile keeps nobody away.
  private func acquire(waits: Bool) throws(SystemCallError) -> Bool {
    while true {
      let lock = try Self.open(paths.lock, unless: self.lock)
      self.lock = lock
      guard try lock.lock(.exclusive, waits: waits) else { return false }
      if let named = try? FileIdentity(path: paths.lock), try named == FileIdentity(lock) { return true }
      self.lock = nil
      try? lock.close()
    }
  }

  /// For the owner of the state alone. It is never removed: another could hold it.
  private static func open(_ path: String, unless known: Descriptor?) throws(SystemCallError) -> Descriptor {
    if let known { return known }
    return try .open(path, [.readingAndWriting, .creating], mode: 0o600)
  }
}
