// Session+Script: several statements in one text, outside pipeline mode.

import CLibPQ

extension Session {
  /// See `PostgresConnection.executeScript`.
  func runScript(_ sql: String, timeout: Duration) throws(PostgresError) {
    if isBroken { throw PostgresError(.connectionLost, "the connection was lost in an earlier statement") }
    if let reason = interruption.beginStatement() { throw PostgresError(interrupted: reason) }
    defer { endInterruptible() }
    guard pq.pointee.PQexitPipelineMode(handle) == 1 else { throw lost(lastMessage) }
    let outcome = Result { () throws(PostgresError) in
      if isInTransaction {
        try runSimple("SET LOCAL statement_timeout = \(timeout.wholeMilliseconds)", sql: nil, patience: commandTimeout)
      }
      try runSimple(sql, sql: sql, patience: timeout)
    }
    if !isBroken {
      if isInTransaction, case .failure = outcome {
        try runSimple("ROLLBACK", sql: nil, patience: commandTimeout)
      }
      guard pq.pointee.PQenterPipelineMode(handle) == 1 else { throw lost(lastMessage) }
    }
    try outcome.get()
  }

  /// Runs SQL by the simple protocol; results are dropped.
  ///
  /// - Parameter sql: the SQL that errors are to show; nil for none.
  func runSimple(_ text: String, sql: String?, patience: Duration) throws(PostgresError) {
    guard let log else { return try sendSimple(text, sql: sql, patience: patience) }
    let start = ContinuousClock.now
    var failure: PostgresError?
    do { try sendSimple(text, sql: sql, patience: patience) } catch { failure = error }
    log.note(script: text, failure, took: .now - start)
    if let failure { throw failure }
  }

  private func sendSimple(_ text: String, sql: String?, patience: Duration) throws(PostgresError) {
    beginExchange(patience: patience + Self.grace)
    outcomeIfLost = .unknown
    guard pq.pointee.PQsendQuery(handle, text) == 1 else { throw lost(lastMessage) }
    flush()
    var failure: PostgresError?
    while let result = try nextResult() {
      defer { pq.pointee.PQclear(result) }
      switch pq.pointee.PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: break
      case PGRES_FATAL_ERROR:
        let error = try error(in: result, sql: sql)
        failure = failure ?? error
      default: throw lost("COPY is not supported")
      }
    }
    if let failure { throw failure }
  }
}
