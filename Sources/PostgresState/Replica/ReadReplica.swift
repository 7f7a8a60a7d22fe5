// ReadReplica: reads that a standby answers, as long as this process cannot tell its answers from the primary's.

import Logging
import Models
import Postgres
import Synchronization

/// A pool of connections to standbys, and the rule by which one of them may answer.
///
/// A read never waits for the replica: without a free connection, with a replica that is behind, away or no standby of
/// the primary, the primary answers, and so it does where the replica fails or does not find what is asked for. A replica
/// that is of no use is left alone for a while.
final class ReadReplica: Sendable {
  private struct State {
    var marks = ReplicaMarks()
    /// The time until which no read goes to the replica.
    var pauseEnd: ContinuousClock.Instant?
    /// The reason for which it was of no use, until it is again.
    var problem: String?
  }

  private let pool: PostgresPool
  private let logger: Logger
  private let state = Mutex(State())

  /// Between two tries of a replica that answers, but to no use.
  private static let pause = Duration.seconds(10)
  /// Longest statement: reads are short, and the primary can do it. One host that is silent holds up those calls alone
  /// that it has begun.
  private static let longestStatement = Duration.seconds(2)

  /// - Parameter configuration: the replicas' address and the limits of their pool.
  init(_ configuration: PostgresConfiguration, logger: Logger) {
    var (configuration, logger) = (configuration, logger)
    configuration.wantsStandby = true
    configuration.commandTimeout = min(configuration.commandTimeout, Self.longestStatement)
    logger[metadataKey: "pool"] = "replica"
    self.logger = logger
    pool = PostgresPool(configuration, logger: logger)
  }

  /// Keeps the connections; returns when its task is cancelled, with all of them closed.
  func run() async { await pool.run() }

  // MARK: Reading

  /// Runs a read on the replica.
  ///
  /// - Parameter project: nil where it is not known, or all are read.
  /// - Returns: nil where the primary is to answer, whatever the cause.
  func answer<Result: Sendable>(
    of project: Name?, _ commands: [PostgresCommand],
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Result
  ) async -> Result? {
    guard let position = position(for: project) else { return nil }
    do {
      let terms = PostgresTerms(condition: position.isReplayed)
      guard let answer = try await pool.withIdleConnection(sending: commands, under: terms, body) else { return nil }
      noteUse()
      return answer
    } catch {
      note(error)
      return nil
    }
  }

  private func position(for project: Name?) -> LogPosition? {
    let now = ContinuousClock.now
    return state.withLock { state in
      if let end = state.pauseEnd, now < end { return nil }
      return state.marks.position(for: project, now: now)
    }
  }

  private func noteUse() {
    let isNews = state.withLock { state in
      defer { (state.pauseEnd, state.problem) = (nil, nil) }
      return state.problem != nil
    }
    if isNews { logger.info("the replica is of use again") }
  }

  private func note(_ error: any Error) {
    // Anything else is the body's own: what was not found may have been written since.
    guard let error = error as? PostgresError else { return }
    logger.debug("the primary is asked again", metadata: ["error": "\(error)"])
    guard let problem = Self.problem(error) else { return }
    let isNews = state.withLock { state in
      defer { (state.pauseEnd, state.problem) = (.now + Self.pause, problem) }
      return state.problem != problem
    }
    if isNews { logger.warning("the replica is of no use", metadata: ["reason": "\(problem)"]) }
  }

  /// The reason for a pause; nil where the next read may go well. The pool itself pauses while it cannot connect.
  private static func problem(_ error: PostgresError) -> String? {
    switch error.kind {
    case .wrongServer: "it is no standby of this database, or has not followed it to its timeline"
    case .server where !error.isWorthRepeating && !error.isStaleStatement, .timeout: "\(error)"
    default: nil
    }
  }

  // MARK: The primary's part

  /// Takes the position of a write that has ended.
  ///
  /// - Parameters:
  ///   - project: nil where it is not known.
  ///   - position: nil where it is not known.
  func noteWrite(to project: Name?, at position: LogPosition?) {
    state.withLock { state in
      if let position { state.marks.noteWrite(to: project, at: position) } else { state.marks.loseFloor() }
    }
  }

  /// Takes up that a write failed. It may be there all the same, or be refused for what the replica has not replayed;
  /// but not where the database was not reached.
  func noteFailedWrite(_ failure: Failure) {
    if failure.code == .unavailable || failure.code == .busy { return }
    state.withLock { $0.marks.loseFloor() }
  }

  /// Takes the position that a read of the primary, which is about to begin, brings along; nil where none is needed.
  func floorNote() -> (@Sendable (LogPosition?) -> Void)? {
    let now = ContinuousClock.now
    let (isKnown, losses) = state.withLock { ($0.marks.position(for: nil, now: now) != nil, $0.marks.losses) }
    if isKnown { return nil }
    return { [self] position in
      guard let position else { return }
      state.withLock { $0.marks.noteFloor(position, losses: losses, now: .now) }
    }
  }
}
