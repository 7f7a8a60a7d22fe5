// TransportWatch: notes the protection of a pool's connections on their way, and warns once where it is not enough.

import Logging
import Synchronization

/// The first connection's protection; every attempt to connect reports its own before it waits for anything.
final class TransportWatch: Sendable {
  /// Of the first attempt, which has all hosts: later ones may leave out those that were silent.
  private let first = Mutex<TransportSecurity?>(nil)
  private let logger: Logger

  init(logger: Logger) { self.logger = logger }

  /// Nil before the first attempt.
  var security: TransportSecurity? { first.withLock { $0 } }

  func note(_ security: TransportSecurity) {
    let isFirst = first.withLock { first in
      defer { first = first ?? security }
      return first == nil
    }
    guard isFirst, let gap = security.gap else { return }
    logger.warning("\(gap); \(TransportSecurity.remedy)")
  }
}
