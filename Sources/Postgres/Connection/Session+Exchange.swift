// Session+Exchange: commands out, results in; one round trip.

import CLibPQ

extension Session {
  /// A message that the server answers with results of its own.
  enum Step: Sendable {
    case prepare(PostgresStatement, name: String)
    case execute(PostgresStatement)
    /// A statement of the session's own, whose result nobody asked for.
    case frame(PostgresStatement)
    /// The condition of the lease's terms.
    case condition(PostgresStatement)

    var statement: PostgresStatement {
      switch self {
      case .prepare(let statement, _), .execute(let statement), .frame(let statement), .condition(let statement):
        statement
      }
    }
  }

  /// Commands that have been sent; their results are to be received before anything else is sent.
  struct Exchange: Sendable {
    /// What is to be answered; or the error for which nothing was sent, which is thrown in place of the results.
    let sent: Result<Sent, PostgresError>
    /// True when a lease that is stopped stops the statement.
    let isInterruptible: Bool
  }

  /// Two rows of steps, each of which ends with a Sync.
  struct Sent: Sendable {
    var steps: [Step] = []
    /// Those of the follow-up in the lease's terms, where there is one.
    var followUp: [Step] = []
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
    let sent = Result { () throws(PostgresError) in
      try check(commands)
      beginExchange(patience: commandTimeout + Self.grace)
      if isInterruptible, let reason = interruption.beginStatement() { throw PostgresError(interrupted: reason) }
      return try send(commands)
    }
    return Exchange(sent: sent, isInterruptible: isInterruptible)
  }

  /// The second half of `run`.
  func receive(_ exchange: Exchange) throws(PostgresError) -> [PostgresResult] {
    guard let log, case .success(let sent) = exchange.sent else { return try take(exchange) }
    let start = sentAt ?? .now
    let outcome = Result { () throws(PostgresError) in try take(exchange) }
    log.note(sent.steps + sent.followUp, outcome, took: .now - start)
    return try outcome.get()
  }

  private func take(_ exchange: Exchange) throws(PostgresError) -> [PostgresResult] {
    // The interrupting thread may have woken this one before it came here.
    beginGraceIfInterrupted()
    let outcome = Result { () throws(PostgresError) in try receive(try exchange.sent.get().steps) }
    if case .success(let sent) = exchange.sent { receiveFollowUp(sent.followUp) }
    if exchange.isInterruptible { endInterruptible() }
    // Elsewhere an error leaves no block behind that it did not find.
    if case .failure = outcome, case .success(let sent) = exchange.sent, Self.isFramed(sent.steps) { rollBack() }
    return try outcome.get()
  }

  /// The commands' transaction has ended: a failure here is none of theirs, and leaves no result of the follow-up.
  private func receiveFollowUp(_ steps: [Step]) {
    followUp = steps.isEmpty || isBroken ? nil : try? receive(steps).first
  }

  /// True for a transaction block that the session itself has put around the commands.
  private static func isFramed(_ steps: [Step]) -> Bool {
    guard case .frame(let last) = steps.last else { return false }
    return last.effect == .commits
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

  private func send(_ commands: [PostgresCommand]) throws(PostgresError) -> Sent {
    var sent = Sent()
    sent.steps.reserveCapacity(commands.count + 1)
    var isInBlock = isInTransaction
    if isPooled && !isInBlock {
      try sendTransaction(commands, &sent.steps, &isInBlock)
    } else {
      if !isInBlock { try sendCondition(&sent.steps) }
      for command in commands {
        note(command.statement, &isInBlock)
        try send(command, &sent.steps)
      }
    }
    try sendSync()
    if let followUp = terms.followUp, !isInBlock {
      try send(followUp, &sent.followUp)
      try sendSync()
    }
    flush()
    return sent
  }

  private func sendSync() throws(PostgresError) {
    guard pq.pointee.PQpipelineSync(handle) == 1 else { throw lost(lastMessage) }
  }

  private func sendCondition(_ steps: inout [Step]) throws(PostgresError) {
    if let condition = terms.condition { try send(condition, &steps, as: Step.condition) }
  }

  /// Puts the settings into the commands' transaction, and a block around them where they do not begin one.
  private func sendTransaction(
    _ commands: [PostgresCommand], _ steps: inout [Step], _ isInBlock: inout Bool
  ) throws(PostgresError) {
    let begins = commands.first?.statement.effect == .begins
    isInBlock = true
    try send(begins ? commands[0] : .begin, &steps, as: begins ? Step.execute : Step.frame)
    try send(settings.forTransaction, &steps, as: Step.frame)
    try sendCondition(&steps)
    for command in commands.dropFirst(begins ? 1 : 0) {
      note(command.statement, &isInBlock)
      try send(command, &steps)
    }
    if begins { return }
    if commands.contains(where: { $0.statement.effect != .reads }) { outcomeIfLost = .unknown }
    try send(.commit, &steps, as: Step.frame)
    isInBlock = false
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

  private func send(
    _ command: PostgresCommand, _ steps: inout [Step], as step: (PostgresStatement) -> Step = Step.execute
  ) throws(PostgresError) {
    let statement = command.statement
    var name: String?
    if isPrepared(statement) {
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
    steps.append(step(statement))
  }

  /// Behind a pooler what begins and ends transactions is not prepared, so that transactions of statements that are not
  /// prepared either, such as a migrator's, never meet what somebody else has prepared.
  private func isPrepared(_ statement: PostgresStatement) -> Bool {
    guard watch.mayPrepare, !statement.isPlannedAnew else { return false }
    return !isPooled || statement.effect == .none || statement.effect == .reads
  }

  private func prepare(_ statement: PostgresStatement, _ steps: inout [Step]) throws(PostgresError) -> String {
    for case .prepare(statement, let name) in steps { return name }
    let name = statement.preparedName
    guard pq.pointee.PQsendPrepare(handle, name, statement.sql, 0, nil) == 1 else { throw lost(lastMessage) }
    steps.append(.prepare(statement, name: name))
    return name
  }

  // MARK: Receiving

  private struct Received {
    var results: [PostgresResult] = []
    /// The first error of the server.
    var failure: PostgresError?
    /// The error of a condition that does not hold.
    var unmet: PostgresError?
  }

  private func receive(_ steps: [Step]) throws(PostgresError) -> [PostgresResult] {
    var received = Received()
    received.results.reserveCapacity(steps.count)
    var hasCommitted = false
    for step in steps {
      hasCommitted = hasCommitted || step.statement.effect == .commits
      do {
        try receive(step, &received)
      } catch {
        var error = error
        error.sql = error.sql ?? step.statement.sql
        // A FATAL in place of this step's result: the server never came to the Sync, and so to no commit.
        if error.kind == .connectionLost, error.sqlState != nil, !hasCommitted { error.commitOutcome = .notCommitted }
        throw error
      }
    }
    try receiveSync(&received)
    if let unmet = received.unmet {
      isBroken = unmet.kind == .wrongServer
      throw unmet
    }
    if var failure = received.failure {
      failure.isStaleStatement = noteStale(failure, in: steps)
      throw failure
    }
    return received.results
  }

  private func receive(_ step: Step, _ received: inout Received) throws(PostgresError) {
    guard let result = try nextResult() else { throw lost("libpq lost count of the results") }
    switch pq.pointee.PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      switch step {
      case .prepare(let statement, let name):
        pq.pointee.PQclear(result)
        prepared[statement] = name
      case .execute: received.results.append(PostgresResult(pq, result))
      case .condition: received.unmet = Self.unmet(PostgresResult(pq, result))
      case .frame: pq.pointee.PQclear(result)
      }
    case PGRES_PIPELINE_ABORTED: pq.pointee.PQclear(result)
    default: try note(result, of: step, &received)
    }
    guard try nextResult() == nil else { throw lost("libpq lost count of the results") }
  }

  /// The error of a condition that does not hold.
  private static func unmet(_ result: PostgresResult) -> PostgresError? {
    switch try? result.first?.optionalBool(0) {
    case true?: nil
    case false?: PostgresError(.conditionUnmet, "not yet")
    case nil: PostgresError(.wrongServer, "never")
    }
  }

  /// Keeps the first error; takes the handle over.
  private func note(_ result: OpaquePointer, of step: Step?, _ received: inout Received) throws(PostgresError) {
    defer { pq.pointee.PQclear(result) }
    let error = try error(in: result, sql: step?.statement.sql)
    received.failure = received.failure ?? error
  }

  /// Receives the answer to the Sync, at which a transaction without a block checks its deferred constraints and
  /// commits.
  private func receiveSync(_ received: inout Received) throws(PostgresError) {
    while true {
      guard let result = try nextResult() else {
        if pq.pointee.PQstatus(handle) != CONNECTION_OK { throw lost(lastMessage) }
        continue
      }
      if pq.pointee.PQresultStatus(result) == PGRES_PIPELINE_SYNC { return pq.pointee.PQclear(result) }
      try note(result, of: nil, &received)
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
    var error = PostgresError(kind(of: sqlState), message, sqlState: sqlState, sql: sql)
    (error.severity, error.detail, error.hint, error.constraint) = (severity, field("D"), field("H"), field("n"))
    return error
  }

  /// Tells the pool when a prepared statement was of no use.
  private func noteStale(_ error: PostgresError, in steps: [Step]) -> Bool {
    switch error.sqlState {
    case .invalidStatementName?, .duplicatePreparedStatement?: watch.noteLostStatement()
    case .featureNotSupported? where wasPrepared(error.sql, before: steps):
      // Behind a pooler a new connection would not mean a new session.
      if isPooled { watch.noteLostStatement() } else { watch.noteChangedTables(in: generation) }
    default: return false
    }
    return true
  }

  /// True for a statement whose plan may be older than the exchange.
  private func wasPrepared(_ sql: String?, before steps: [Step]) -> Bool {
    guard let sql, prepared[PostgresStatement(sql)] != nil else { return false }
    return !steps.contains { step in
      if case .prepare(let statement, _) = step { statement.sql == sql } else { false }
    }
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
