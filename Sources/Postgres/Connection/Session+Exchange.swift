// Session+Exchange: commands out, results in; one round trip.

import CLibPQ

extension Session {
  /// A message that the server answers with results of its own.
  enum Step: Sendable {
    case prepare(PostgresStatement, name: String)
    case execute(PostgresStatement)

    var statement: PostgresStatement {
      switch self {
      case .prepare(let statement, _), .execute(let statement): statement
      }
    }
  }

  /// Commands that have been sent; their results are to be received before anything else is sent.
  struct Exchange: Sendable {
    /// The steps that are to be answered; or the error for which nothing was sent, which is thrown in place of the
    /// results.
    let steps: Result<[Step], PostgresError>
    /// True when a lease that is stopped stops the statement.
    let isInterruptible: Bool
  }

  /// Runs the commands with one Sync at the end. See `PostgresConnection.pipeline`.
  ///
  /// - Parameter isInterruptible: false for what has to run also when the lease is being stopped.
  func run(
    _ commands: [PostgresCommand], isInterruptible: Bool = true
  ) throws(PostgresError) -> [PostgresResult] {
    try receive(send(commands, isInterruptible: isInterruptible))
  }

  /// The first half of `run`. Never blocks.
  func send(_ commands: [PostgresCommand], isInterruptible: Bool = true) -> Exchange {
    let steps = Result { () throws(PostgresError) in
      try check(commands)
      beginExchange(patience: commandTimeout + Self.grace)
      if isInterruptible, let reason = interruption.beginStatement() { throw PostgresError(interrupted: reason) }
      return try send(commands)
    }
    return Exchange(steps: steps, isInterruptible: isInterruptible)
  }

  /// The second half of `run`.
  func receive(_ exchange: Exchange) throws(PostgresError) -> [PostgresResult] {
    defer { if exchange.isInterruptible { endInterruptible() } }
    // The interrupting thread may have woken this one before it came here.
    beginGraceIfInterrupted()
    return try receive(try exchange.steps.get())
  }

  private func check(_ commands: [PostgresCommand]) throws(PostgresError) {
    if isBroken { throw PostgresError(.connectionLost, "the connection was lost in an earlier statement") }
    for command in commands {
      let sql = command.statement.sql
      if command.parameters.contains(where: \.hasNUL) {
        throw PostgresError(.server, "a text holds U+0000", sqlState: .characterNotInRepertoire, sql: sql)
      }
      guard command.parameters.count <= 65_535 else {
        throw PostgresError(.server, "more than 65,535 parameters", sqlState: .tooManyArguments, sql: sql)
      }
    }
  }

  private func send(_ commands: [PostgresCommand]) throws(PostgresError) -> [Step] {
    var steps: [Step] = []
    steps.reserveCapacity(commands.count + 1)
    var isInBlock = isInTransaction
    for command in commands {
      note(command.statement, &isInBlock)
      try send(command, &steps)
    }
    guard pq.pointee.PQpipelineSync(handle) == 1 else { throw lost(lastMessage) }
    flush()
    return steps
  }

  /// Follows the transaction block, and tells what a loss will mean once this statement is out.
  private func note(_ statement: PostgresStatement, _ isInBlock: inout Bool) {
    switch statement.effect {
    case .begins: isInBlock = true
    case .ends: isInBlock = false
    case .commits:
      isInBlock = false
      outcomeIfLost = .unknown
    case .reads: break
    case .none: if !isInBlock { outcomeIfLost = .unknown }
    }
  }

  // MARK: Sending

  private func send(_ command: PostgresCommand, _ steps: inout [Step]) throws(PostgresError) {
    let statement = command.statement
    var name: String?
    if !statement.isPlannedAnew {
      name = if let known = prepared[statement] { known } else { try prepare(statement, &steps) }
    }
    let pq = pq, handle = handle
    let isSent = encoder.withArguments(command.parameters) { arguments in
      guard let name else {
        return pq.pointee.PQsendQueryParams(
          handle, statement.sql, arguments.count, nil, arguments.values, arguments.lengths, arguments.formats, 0)
      }
      return pq.pointee.PQsendQueryPrepared(
        handle, name, arguments.count, arguments.values, arguments.lengths, arguments.formats, 0)
    }
    guard isSent == 1 else { throw lost(lastMessage) }
    steps.append(.execute(statement))
  }

  private func prepare(_ statement: PostgresStatement, _ steps: inout [Step]) throws(PostgresError) -> String {
    for case .prepare(statement, let name) in steps { return name }
    preparedCount += 1
    let name = "s\(preparedCount)"
    guard pq.pointee.PQsendPrepare(handle, name, statement.sql, 0, nil) == 1 else { throw lost(lastMessage) }
    steps.append(.prepare(statement, name: name))
    return name
  }

  // MARK: Receiving

  private func receive(_ steps: [Step]) throws(PostgresError) -> [PostgresResult] {
    var results: [PostgresResult] = []
    results.reserveCapacity(steps.count)
    var failure: PostgresError?
    var hasCommitted = false
    for step in steps {
      hasCommitted = hasCommitted || step.statement.effect == .commits
      do {
        try receive(step, &results, &failure)
      } catch {
        var error = error
        error.sql = error.sql ?? step.statement.sql
        // A FATAL in place of this step's result: the server never came to the Sync, and so to no commit.
        if error.kind == .connectionLost, error.sqlState != nil, !hasCommitted { error.commitOutcome = .notCommitted }
        throw error
      }
    }
    try receiveSync(&failure)
    if let failure { throw failure }
    return results
  }

  private func receive(
    _ step: Step, _ results: inout [PostgresResult], _ failure: inout PostgresError?
  ) throws(PostgresError) {
    guard let result = try nextResult() else { throw lost("libpq lost count of the results") }
    switch pq.pointee.PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      switch step {
      case .prepare(let statement, let name):
        pq.pointee.PQclear(result)
        prepared[statement] = name
      case .execute: results.append(PostgresResult(pq, result))
      }
    case PGRES_PIPELINE_ABORTED: pq.pointee.PQclear(result)
    default: try note(result, of: step, &failure)
    }
    guard try nextResult() == nil else { throw lost("libpq lost count of the results") }
  }

  /// Keeps the first error; takes the handle over.
  private func note(
    _ result: OpaquePointer, of step: Step?, _ failure: inout PostgresError?
  ) throws(PostgresError) {
    defer { pq.pointee.PQclear(result) }
    let error = try error(in: result, sql: step?.statement.sql)
    failure = failure ?? error
  }

  /// Receives the answer to the Sync, at which a transaction without a block checks its deferred constraints and
  /// commits.
  private func receiveSync(_ failure: inout PostgresError?) throws(PostgresError) {
    while true {
      guard let result = try nextResult() else {
        if pq.pointee.PQstatus(handle) != CONNECTION_OK { throw lost(lastMessage) }
        continue
      }
      if pq.pointee.PQresultStatus(result) == PGRES_PIPELINE_SYNC { return pq.pointee.PQclear(result) }
      try note(result, of: nil, &failure)
    }
  }

  // MARK: Errors

  /// The server's error.
  ///
  /// - Throws: when it is the connection's end.
  func error(in result: OpaquePointer, sql: String?) throws(PostgresError) -> PostgresError {
    func field(_ code: Character) -> String? {
      pq.pointee.PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
    }
    let sqlState = field("C").map(SQLState.init(rawValue:))
    let severity = field("V") ?? field("S")
    let message = field("M") ?? lastMessage
    if severity == "FATAL" || severity == "PANIC" || pq.pointee.PQstatus(handle) != CONNECTION_OK {
      var error = lost(message, sqlState: sqlState)
      (error.severity, error.sql) = (severity, sql)
      throw error
    }
    // The plan no longer fits the tables, or somebody has deallocated it: a new connection prepares anew.
    if sqlState == .featureNotSupported || sqlState == .invalidStatementName { isStale = true }
    var error = PostgresError(kind(of: sqlState), message, sqlState: sqlState, sql: sql)
    (error.severity, error.detail, error.hint, error.constraint) = (severity, field("D"), field("H"), field("n"))
    return error
  }

  private func kind(of sqlState: SQLState?) -> PostgresError.Kind {
    guard sqlState == .queryCanceled else { return .server }
    return switch interruption.reason {
    case .cancelled: .cancelled
    case .shutDown: .shutDown
    case nil: .timeout
    }
  }
}
