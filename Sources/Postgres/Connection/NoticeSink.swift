// NoticeSink: where libpq's notices go instead of standard error.

import CLibPQ
import Logging

/// The argument of the notice receiver; the session keeps it alive.
final class NoticeSink {
  private let logger: Logger
  private let pq: LibPQFunctions

  init(_ logger: Logger, _ pq: LibPQFunctions) {
    self.logger = logger
    self.pq = pq
  }

  func install(on connection: OpaquePointer) {
    let receive: PQnoticeReceiver = { argument, result in
      guard let argument else { return }
      Unmanaged<NoticeSink>.fromOpaque(argument).takeUnretainedValue().log(result)
    }
    _ = pq.pointee.PQsetNoticeReceiver(connection, receive, Unmanaged.passUnretained(self).toOpaque())
  }

  private func log(_ result: OpaquePointer?) {
    guard logger.logLevel <= .debug, let message = pq.pointee.PQresultErrorMessage(result) else { return }
    logger.debug("notice from the database", metadata: ["notice": "\(String(cString: message).oneLine)"])
  }
}
