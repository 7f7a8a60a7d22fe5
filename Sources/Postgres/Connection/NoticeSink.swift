// NoticeSink: the receiver of libpq's notices, which libpq would otherwise write to standard error.

import CLibPQ
import Logging
import Platform

/// The argument of the notice receiver; the session keeps it alive.
final class NoticeSink {
  /// True when the server has announced the end of the connection (FATAL), which comes some time before it closes it.
  private(set) var hasEnded = false
  private let logger: Logger
  private let pq: LibPQFunctions

  init(_ logger: Logger, _ pq: LibPQFunctions) {
    self.logger = logger
    self.pq = pq
  }

  func install(on connection: OpaquePointer) {
    let receive: PQnoticeReceiver = { argument, result in
      guard let argument else { return }
      Unmanaged<NoticeSink>.fromOpaque(argument).takeUnretainedValue().take(result)
    }
    _ = pq.pointee.PQsetNoticeReceiver(connection, receive, Unmanaged.passUnretained(self).toOpaque())
  }

  private func take(_ result: OpaquePointer?) {
    let severity = pq.pointee.PQresultErrorField(result, Int32(UInt8(ascii: "V"))).map { String(cString: $0) }
    if severity == "FATAL" || severity == "PANIC" { hasEnded = true }
    guard logger.logLevel <= .debug, let message = pq.pointee.PQresultErrorMessage(result) else { return }
    logger.debug("notice from the database", metadata: ["notice": "\(String(cString: message).oneLine)"])
  }
}
