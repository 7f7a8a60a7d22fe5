// SessionWatch: the findings of a pool's connections about their sessions: whose they are, and what they keep.

import Logging
import Synchronization

/// One pool's findings, shared by its connections. Each is logged once.
final class SessionWatch: Sendable {
  private let isPooled = Atomic<Bool>(false)
  private let prepares: Atomic<Bool>
  private let age = Atomic<Int>(0)
  private let logger: Logger

  /// - Parameter preparesStatements: false where statements are never to be prepared.
  init(preparesStatements: Bool, logger: Logger) {
    prepares = Atomic(preparesStatements)
    self.logger = logger
  }

  /// False where prepared statements are of no use.
  var mayPrepare: Bool { prepares.load(ordering: .relaxed) }

  /// Grows when tables have changed under prepared statements: connections of a lower generation are replaced before
  /// they are used again.
  var generation: Int { age.load(ordering: .relaxed) }

  /// A connection has got sessions that are not its own.
  func notePooler() {
    guard isPooled.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
    logger.info("a pooler lends the database's sessions: each transaction brings its settings")
  }

  /// A prepared statement was gone, or its name was taken: another connection's session answered.
  func noteLostStatement() {
    guard prepares.compareExchange(expected: true, desired: false, ordering: .relaxed).exchanged else { return }
    logger.warning("the pooler does not keep prepared statements: from now on none is prepared")
  }

  /// A plan that was made in `generation` no longer fits its tables.
  func noteChangedTables(in generation: Int) {
    _ = age.compareExchange(expected: generation, desired: generation + 1, ordering: .relaxed)
  }
}
