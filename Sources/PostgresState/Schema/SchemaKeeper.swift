// SchemaKeeper: checks or migrates the schema once the database can be reached, and deletes expired results from then
// on.

import Logging
import Models
import Postgres
import State

/// The state manager's background work.
struct SchemaKeeper: Sendable {
  let pool: PostgresPool
  let gate: SchemaGate
  /// True to apply migrations that are missing.
  let migrates: Bool
  let sources: StateSources
  /// The clock that `sources` shows; nil where they have another.
  let clock: DatabaseClock?
  let logger: Logger

  /// Between two looks at a schema that does not fit, or a database that cannot be reached.
  private static let retryInterval = Duration.seconds(2)
  /// Between two clean-ups of expired results.
  private static let cleanUpInterval = Duration.seconds(3_600)

  /// Returns when its task is cancelled.
  func run() async {
    var lastProblem = ""
    while !Task.isCancelled {
      guard let problem = await look() else { return await cleanUp() }
      // Each problem is logged once, however often it is met.
      if problem != lastProblem && !Task.isCancelled {
        logger.warning("the database is not ready", metadata: ["reason": "\(problem)"])
      }
      lastProblem = problem
      try? await Task.sleep(for: Self.retryInterval)
    }
  }

  /// Lets operations pass when the schema fits.
  ///
  /// - Returns: the reason for which it does not fit or is not known; nil when it fits.
  private func look() async -> String? {
    do {
      let (applied, status) = try await pool.withConnection(sending: [], isUpkeep: true) {
        [self] connection, _ in
        try clock?.set(on: connection)
        return migrates
          ? try Migrator.migrate(on: connection, whileWaiting: wait) : ([], try Migrator.status(on: connection))
      }
      for migration in applied { log(migration) }
      guard status.pending.isEmpty else { throw Failure.pending(status.pending) }
      gate.open()
      return nil
    } catch let failure as Failure {
      gate.refuse(failure)
      return failure.message
    } catch let error as PostgresError where error.kind == .server || error.isRefusal {
      // It was reached, and does not let this role in or look.
      let failure = Failure(.unavailable, Failure(database: error).message)
      gate.refuse(failure)
      return failure.message
    } catch {
      let reason = (error as? PostgresError)?.message ?? "\(error)"
      gate.note(reason)
      return reason
    }
  }

  private func wait(for holder: MigrationLock.Holder) {
    holder.log(logger)
    gate.hold(holder.failure)
  }

  private func log(_ migration: Migration) {
    logger.info(
      "applied a migration", metadata: ["version": "\(migration.version)", "description": "\(migration.description)"])
  }

  private func cleanUp() async {
    while !Task.isCancelled {
      let expire = IdempotencySQL.expire(.text(sources.now().value))
      do {
        _ = try await pool.withConnection(sending: [], isUpkeep: true) { [clock] connection, _ in
          try clock?.set(on: connection)
          return try connection.execute(expire).affectedRows
        }
      } catch {
        logger.debug("expired results were not deleted", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: Self.cleanUpInterval)
    }
  }
}

extension Failure {
  /// The refusal of a database that lacks migrations which this process is not to apply.
  static func pending(_ migrations: [Migration]) -> Failure {
    let names = migrations.map { "\($0.version) (\($0.description))" }.joined(separator: ", ")
    return Failure(
      .unavailable, "The database lacks the migrations \(names): run respec-server migrate as the database's owner.")
  }
}
