// PostgresStateManager: the state in PostgreSQL, shared by many server processes.
//
// An operation is a closure that runs on a connection's own thread: one or two round trips without a suspension between
// them. The operations stand in the files beside this one, an entity each; their SQL in files of its own.

import JSON
import Logging
import Models
import Postgres
import State

/// Keeps the state in a PostgreSQL database.
public final class PostgresStateManager: StateManager {
  /// The policies that decide on feedback.
  public let policies: LoopPolicies
  let feedbackSQL: FeedbackSQL
  let historyLimit: Int
  let sources: StateSources
  let recording: ChangeRecording
  private let pool: PostgresPool
  /// Standbys that answer reads; nil for none.
  private let replica: ReadReplica?
  private let commandTimeout: Duration
  private let schema: SchemaGate
  private let keeper: SchemaKeeper
  private let logger: Logger

  /// - Parameters:
  ///   - configuration: the database and the limits of the pool.
  ///   - replica: standbys of it that may answer reads, and the limits of a pool of their own; nil for none.
  ///   - migrates: true to bring the schema up to date in `run`; otherwise `run` only checks it.
  ///   - historyLimit: the number of loops that a project's history keeps, from 1.
  ///   - recording: whether changes are recorded, under whose name, and for how long.
  ///   - sources: nil for the database's clock and random ids.
  public init(
    _ configuration: PostgresConfiguration, replica: PostgresConfiguration? = nil, migrates: Bool = true,
    policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10,
    recording: ChangeRecording = ChangeRecording(), sources: StateSources? = nil, logger: Logger
  ) {
    precondition(historyLimit >= 1)
    self.policies = policies
    feedbackSQL = FeedbackSQL(policies)
    self.historyLimit = historyLimit
    self.recording = recording
    let clock = DatabaseClock()
    self.sources = sources ?? StateSources(now: clock.now)
    self.logger = logger
    let pool = PostgresPool(configuration, logger: logger)
    self.pool = pool
    self.replica = replica.map { ReadReplica($0, logger: logger) }
    commandTimeout = configuration.commandTimeout
    schema = SchemaGate(timeout: configuration.leaseTimeout) { pool.problem?.message }
    keeper = SchemaKeeper(
      pool: pool, gate: schema, migrates: migrates, isReadOnly: configuration.isReadOnly, recording: recording,
      sources: self.sources,
      clock: sources == nil ? clock : nil,
      logger: logger)
  }

  /// Connects, brings the schema up to date and keeps both; until then operations wait, up to the pool's time-out.
  /// Returns when its task is cancelled, with all connections closed.
  public func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.pool.run() }
      group.addTask { await self.keeper.run() }
      if let replica = self.replica { group.addTask { await replica.run() } }
    }
  }

  // MARK: Running operations

  /// The time at which an operation happens: the database's, so it waits for the first look at that.
  func now() async throws(Failure) -> Timestamp {
    _ = try await schema.pass()
    return sources.now()
  }

  /// Runs a reading operation, on a replica where that may answer, and otherwise on the primary.
  ///
  /// - Parameter project: the project that is read; nil where it is not known, or all are.
  func read<Result: Sendable>(
    of project: Name?, _ body: @Sendable (isolated PostgresConnection) throws -> Result
  ) async throws(Failure) -> Result {
    try await read(of: project, []) { connection, _ in try body(connection) }
  }

  /// Runs a reading operation that begins with one command, which is on its way before anything has to be woken.
  func read<Result: Sendable>(
    of project: Name?, _ command: PostgresCommand,
    _ body: @Sendable (isolated PostgresConnection, PostgresResult) throws -> Result
  ) async throws(Failure) -> Result {
    try await read(of: project, [command]) { connection, results in try body(connection, results[0]) }
  }

  private func read<Result: Sendable>(
    of project: Name?, _ commands: [PostgresCommand],
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Result
  ) async throws(Failure) -> Result {
    guard let replica else { return try await attempt(.reading, commands, body) }
    if let answer = await replica.answer(of: project, commands, body) { return answer }
    guard let note = replica.floorNote() else { return try await attempt(.reading, commands, body) }
    return try await attempt(.reading, commands, noting: { _, position in note(position) }, body)
  }

  /// Runs a reading operation that takes long, or begins a transaction, on the primary.
  func readPrimary<Result: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) throws -> Result
  ) async throws(Failure) -> Result {
    try await attempt(.reading, []) { connection, _ in try body(connection) }
  }

  /// Runs a writing operation. An error undoes it. With an idempotent call, operation and result are stored in one
  /// transaction, and a repeat gets the first result.
  ///
  /// - Parameter project: the project that was written to, by the result; nil where it is not known.
  func write<Result: Codable & Sendable>(
    once call: IdempotentCall?, to project: @escaping @Sendable (Result) -> Name?,
    _ body: @Sendable (isolated PostgresConnection, WriteScope) throws -> Result
  ) async throws(Failure) -> Written<Result> {
    guard let call else {
      return try await write(.writing, [], to: project) { connection, _ in Written(try body(connection, .own)) }
    }
    return try await write(call, to: project, body)
  }

  /// Runs a writing operation that begins with one command, which is a transaction of its own by itself. Where it has
  /// changed nothing the operation may go on in another one, by the scope, or throw.
  func write<Result: Codable & Sendable>(
    _ command: PostgresCommand, once call: IdempotentCall?, to project: @escaping @Sendable (Result) -> Name?,
    _ body: @Sendable (isolated PostgresConnection, WriteScope, PostgresResult) throws -> Result
  ) async throws(Failure) -> Written<Result> {
    guard let call else {
      return try await write(.writing, [command], to: project) { connection, results in
        Written(try body(connection, .own, results[0]))
      }
    }
    return try await write(call, to: project) { connection, scope in
      try body(connection, scope, try connection.execute(command))
    }
  }

  private func write<Result: Codable & Sendable>(
    _ call: IdempotentCall, to project: @escaping @Sendable (Result) -> Name?,
    _ body: @Sendable (isolated PostgresConnection, WriteScope) throws -> Result
  ) async throws(Failure) -> Written<Result> {
    let now = try await now()
    return try await write(.writingWithKey, [], to: project) { connection, _ in
      if let first: Result = try call.claim(on: connection, at: now) { return Written(first, isReplay: true) }
      let result = try body(connection, .joined)
      try call.remember(result, on: connection)
      return Written(result)
    }
  }

  private func write<Result: Codable & Sendable>(
    _ kind: RetryPolicy.Kind, _ commands: [PostgresCommand], to project: @escaping @Sendable (Result) -> Name?,
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Written<Result>
  ) async throws(Failure) -> Written<Result> {
    guard let replica else { return try await attempt(kind, commands, body) }
    do {
      return try await attempt(
        kind, commands, noting: { replica.noteWrite(to: project($0.value), at: $1) }, body)
    } catch {
      replica.noteFailedWrite(error)
      throw error
    }
  }

  /// Runs a transaction, again where `RetryPolicy` allows it.
  ///
  /// - Parameter note: takes the position in the log after the transaction that succeeded; nil where nobody asks for it.
  private func attempt<Result: Sendable>(
    _ kind: RetryPolicy.Kind, _ commands: [PostgresCommand],
    noting note: (@Sendable (Result, LogPosition?) -> Void)? = nil,
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Result
  ) async throws(Failure) -> Result {
    let terms = PostgresTerms(followUp: note == nil ? nil : LogPosition.current)
    // One time-out for both waits: for the schema, and for the first connection.
    var waitingSince = try await schema.pass()
    var retries = RetryPolicy(kind)
    while true {
      let start = ContinuousClock.now
      do {
        return try await pool.withConnection(sending: commands, waitingSince: waitingSince, under: terms) {
          connection, results in
          let result = try body(connection, results)
          if let note { note(result, LogPosition(connection.followUp)) }
          return result
        }
      } catch let failure as Failure {
        throw failure
      } catch var error as PostgresError {
        if kind == .reading { error.commitOutcome = .notCommitted }
        guard retries.mayRepeat(after: error) else {
          if retries.leavesDoubt(after: error) { throw .outcomeUnknown }
          throw failure(of: error, since: start)
        }
        waitingSince = nil
        logger.debug("repeating a transaction", metadata: ["error": "\(error)"])
      } catch {
        throw failure(of: error, since: start)
      }
    }
  }

  /// - Parameter start: the beginning of the attempt. The server stops a statement with the same SQLSTATE after its
  ///   time-out and for somebody who asks for it.
  private func failure(of error: any Error, since start: ContinuousClock.Instant) -> Failure {
    let kind = (error as? PostgresError)?.kind
    if kind == .timeout, ContinuousClock.now - start < commandTimeout { return .stoppedByOthers }
    let failure = Failure(database: error)
    if failure.code == .internal, kind != .cancelled {
      logger.error("a database operation failed", metadata: ["error": "\(error)"])
    }
    return failure
  }
}
