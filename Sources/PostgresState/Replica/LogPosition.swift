// LogPosition: a position in a database's write-ahead log (an LSN), and the statements that ask for it and wait for none.

import Postgres

/// The end of what a server has written, or replayed.
package struct LogPosition: Sendable, Equatable {
  /// The system identifier, the database's number and the timeline, such as `7712158367261723962/16384/1`. Positions of two
  /// histories cannot be compared: after a failover the log goes on from where the new primary was.
  package let history: String
  /// Bytes from the beginning of the log.
  package let offset: Int

  init(history: String, offset: Int) {
    (self.history, self.offset) = (history, offset)
  }

  /// The answer to `current` or `replayed`; nil where there was none.
  package init?(_ result: PostgresResult?) {
    let read = try? result?.readFirst { row in LogPosition(history: try row.next(), offset: try row.next()) }
    guard let read else { return nil }
    self = read
  }

  /// Asked after a commit, the end of the log as it is inserted, not as it is written out: with
  /// `synchronous_commit = off` a commit is answered before it is written. No row on a standby.
  ///
  /// Names are qualified, as a pooler's session may have any search path outside of the server's own transactions.
  package static let current = PostgresCommand(
    PostgresStatement(
      """
      SELECT \(database) || '/' || ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(lsn), 8))::bit(32)::integer,
        lsn - '0/0'
      FROM (SELECT pg_catalog.pg_current_wal_insert_lsn() AS lsn WHERE NOT pg_catalog.pg_is_in_recovery()) log
      """, onlyReads: true))

  /// The system and the database in it.
  private static let database = """
    (SELECT system_identifier FROM pg_catalog.pg_control_system()) || '/'
      || (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    """

  /// The history that a standby follows. Its timeline is that of the control file, which changes at the next restartpoint:
  /// for up to `checkpoint_timeout` after a failover a standby cannot be told from one that stayed on the old timeline.
  private static let followed = """
    \(database) || '/' || (SELECT min_recovery_end_timeline FROM pg_catalog.pg_control_recovery())
    """

  /// The end of what a standby has replayed. No row on any other server.
  package static let replayed = PostgresCommand(
    PostgresStatement(
      "SELECT \(followed), pg_last_wal_replay_lsn() - '0/0' WHERE pg_is_in_recovery()", onlyReads: true))

  /// True on a standby that has replayed the log up to here, false before that, null on any other server.
  var isReplayed: PostgresCommand { Self.isReplayed(.text(history), .int(offset)) }

  private static let isReplayed = PostgresStatement(
    """
    SELECT CASE WHEN pg_is_in_recovery() AND $1 = \(followed)
      THEN coalesce(pg_last_wal_replay_lsn() - '0/0' >= $2::numeric, false) END
    """, onlyReads: true)
}
