// MigrationLock: the lock by which one migrator at a time works, and who holds it while another waits.

import Logging
import Models
import Postgres

/// An advisory lock that ends with its transaction.
enum MigrationLock {
  /// The lock's key; nobody else may use it in this database.
  static let key = 7_236_837_530_114_221
  /// Longest wait for it.
  static let patience = Duration.seconds(3_600)

  /// Called with whoever holds the lock when that has lasted a second, and when it is another session.
  typealias Report = @Sendable (Holder) -> Void

  /// The session that has the lock.
  struct Holder: Equatable, CustomStringConvertible {
    let process: Int
    /// The rest of `description`: role, application, address and since when, as far as this role may see them.
    let session: String

    var description: String { "process \(process)\(session)" }

    /// The failure of what waits for it.
    var failure: Failure {
      Failure(.unavailable, "The migration lock is held by \(self). Nothing was done: try again.")
    }

    func log(_ logger: Logger) {
      logger.warning("waiting for the migration lock", metadata: ["held_by": "\(self)"])
    }
  }

  /// Begins a transaction and takes the lock in it.
  ///
  /// - Parameter patience: longest wait, to the second.
  /// - Throws: the holder's `failure` at the end of the wait.
  static func begin(
    on connection: isolated PostgresConnection, within patience: Duration = patience, _ report: @escaping Report
  ) throws {
    let end = ContinuousClock.now + patience
    var last: Holder?
    while !(try tryBegin(on: connection)) {
      guard let holder = try holder(on: connection) else { continue }
      if holder != last { report(holder) }
      last = holder
      if ContinuousClock.now >= end { throw holder.failure }
    }
  }

  /// In steps of a second: no statement can tell meanwhile what another one waits for.
  private static func tryBegin(on connection: isolated PostgresConnection) throws -> Bool {
    try connection.execute(.begin)
    do {
      try connection.executeScript(
        "SET LOCAL lock_timeout = 1000; SELECT pg_advisory_xact_lock(\(key)); SET LOCAL lock_timeout = 0",
        timeout: .seconds(60))
      return true
    } catch {
      // The script's error has rolled the transaction back.
      guard error.sqlState == .lockNotAvailable else { throw error }
      return false
    }
  }

  private static func holder(on connection: isolated PostgresConnection) throws -> Holder? {
    try connection.execute(holder, [.int(key)]).readFirst { row in
      Holder(process: try row.next(), session: try row.next())
    }
  }

  /// Other roles' addresses and times are null for a role without `pg_read_all_stats`.
  private static let holder = PostgresStatement(
    """
    SELECT l.pid, coalesce(' (' || concat_ws(', ', 'role ' || a.usename, 'application ' || nullif(a.application_name, ''),
      'address ' || host(a.client_addr),
      'since ' || to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
      || ')', '')
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint
    LIMIT 1
    """, onlyReads: true, isPlannedAnew: true)
}
