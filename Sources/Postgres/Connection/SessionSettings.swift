// SessionSettings: the settings that the statements rely on, whatever the role, the database or a pooler sets.

/// Settings as `set_config` takes them, written once for a session that is this connection's own, or with each
/// transaction where a pooler lends sessions.
///
/// `default_transaction_read_only` is not among them: by it an operator, or whoever promotes standbys, stops the writes.
package struct SessionSettings: Sendable {
  /// The names, as `pg_settings` spells them.
  package let names: [String]
  /// The value for each name, as `pg_settings` shows it, in its unit.
  package let values: [String]

  /// - Parameter serverVersion: such as 150018; later versions know more settings.
  init(_ configuration: PostgresConfiguration, serverVersion: Int) {
    let timeout = "\(configuration.commandTimeout.wholeMilliseconds)"
    var settings = [
      ("search_path", Self.searchPath(configuration.searchPath)), ("TimeZone", "UTC"), ("DateStyle", "ISO, MDY"),
      ("IntervalStyle", "postgres"), ("bytea_output", "hex"), ("extra_float_digits", "1"),
      ("standard_conforming_strings", "on"), ("default_transaction_isolation", "read committed"),
      // An error in place of rows that a policy leaves out in silence.
      ("row_security", "off"), ("statement_timeout", timeout), ("idle_in_transaction_session_timeout", timeout),
      // The two above are the limits.
      ("lock_timeout", "0"),
    ]
    if serverVersion >= 170_000 { settings.append(("transaction_timeout", "0")) }
    (names, values) = (settings.map(\.0), settings.map(\.1))
  }

  /// Temporary tables last: behind a pooler the session may hold somebody else's.
  private static func searchPath(_ schemas: [String]) -> String {
    schemas.map { "\"\($0.substituting("\"", with: "\"\""))\", " }.joined() + "pg_temp"
  }

  /// The probes by which the server finds out, within a minute, that this side is gone: by default it holds on to a silent
  /// connection, and its locks, for two hours. Of the connection alone: a pooler has its own, and a Unix socket shows 0.
  private static let keepalives = [
    ("tcp_keepalives_idle", "\(Keepalives.idle)"), ("tcp_keepalives_interval", "\(Keepalives.interval)"),
    ("tcp_keepalives_count", "\(Keepalives.count)"),
  ]

  /// Sets them until the end of the transaction.
  var forTransaction: PostgresCommand { Self.setLocally(.texts(names), .texts(values)) }

  private static let setLocally = PostgresStatement(
    """
    SELECT pg_catalog.set_config(name, value, true)
    FROM unnest($1::pg_catalog.text[], $2::pg_catalog.text[]) AS settings (name, value)
    """, onlyReads: true, isPlannedAnew: true)

  /// Sets them for the session and gives rows where the session is that of the server process `process`; otherwise it
  /// changes nothing and gives none. Not prepared: it is sent once.
  func forSession(of process: Int) -> PostgresCommand {
    Self.setForSession(
      .texts(names + Self.keepalives.map(\.0)), .texts(values + Self.keepalives.map(\.1)), .int(process))
  }

  private static let setForSession = PostgresStatement(
    """
    SELECT pg_catalog.set_config(name, value, false)
    FROM unnest($1::pg_catalog.text[], $2::pg_catalog.text[]) AS settings (name, value)
    WHERE pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) $3::pg_catalog.int4
    """, onlyReads: true, isPlannedAnew: true)
}
