// TransportWatch: notes how the connections of a pool travel, and warns once where that is not safe.

import Logging
import Synchronization

/// Told by every attempt to connect, before it waits for anything.
final class TransportWatch: Sendable {
  private let latest = Mutex<TransportSecurity?>(nil)
  private let logger: Logger

  init(logger: Logger) { self.logger = logger }

  /// Nil before the first attempt.
  var security: TransportSecurity? { latest.withLock { $0 } }

  func note(_ security: TransportSecurity) {
    let isNews = latest.withLock { latest in
      defer { latest = security }
      return latest != security
    }
    guard isNews, let gap = security.gap else { return }
    logger.warning("\(gap); \(TransportSecurity.remedy)")
  }
}
