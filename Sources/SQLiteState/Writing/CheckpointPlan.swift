// CheckpointPlan: the times at which pages are written from the log into the file.

import SQLite

/// Decides after each commit by the length of the log. All processes write to one log, so that whichever of them makes
/// it too long shortens it.
package struct CheckpointPlan {
  /// From so many pages on (4 MB) the log is written into the file.
  static let interval = 1_000
  /// From so many pages on (64 MB) writers wait a moment for readers to let go of the log.
  package static let limit = 16_000
  /// Fewer are left for later when nothing happens.
  private static let idleMinimum = 100

  private var next = Self.interval

  /// The checkpoint to make after a commit that left a log of so many pages; nil for none.
  func mode(logPages: Int) -> SQLiteConnection.CheckpointMode? {
    guard logPages >= next else { return nil }
    return logPages >= Self.limit ? .restart : .passive
  }

  /// The checkpoint to make when nothing has happened for a while; nil for none.
  func idleMode(logPages: Int) -> SQLiteConnection.CheckpointMode? { logPages >= Self.idleMinimum ? .passive : nil }

  /// Readers keep a log from its end; trying again after each commit would not help them.
  mutating func note(_ checkpoint: SQLiteCheckpoint) {
    next = checkpoint.isBlocked ? checkpoint.logPages + Self.interval / 4 : Self.interval
  }
}
