// PostgresConfiguration: the database's address, and the limits of the pool.

/// The settings of a pool. Printing it never shows the URI, which may hold a password.
public struct PostgresConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
  /// Any libpq URI or connection string; several hosts, `sslmode`, `target_session_attrs` and so on pass through.
  public var uri: String
  /// Shown in `pg_stat_activity` unless the URI or PGAPPNAME sets one.
  public var applicationName: String
  /// The schemas that unqualified names are looked up in. The URI cannot change it.
  public var searchPath = ["public"]
  /// True to pass over hosts that are no standbys, unless the URI asks for others by `target_session_attrs`.
  public var wantsStandby = false
  /// True to prepare statements, as long as the sessions keep them; false to prepare none.
  public var preparesStatements = true
  /// Longest run of one statement (the server's `statement_timeout`), and longest idling in a transaction.
  public var commandTimeout = Duration.seconds(60)
  /// Statements that take longer are logged as warnings; nil for none.
  public var slowStatement: Duration?
  /// Longest attempt to connect to one address of one host (libpq's `connect_timeout`, in whole seconds from 2),
  /// unless the URI sets it.
  public var connectTimeout = Duration.seconds(5)
  /// Connections that are not closed while calls come, 0 or more. They are opened when they are needed.
  public var minimumConnections = 5
  /// Connections that are open at the same time at most, 1 or more and not below the minimum.
  public var maximumConnections = 20
  /// Longest wait for a connection.
  public var leaseTimeout = Duration.seconds(30)
  /// Connections above the minimum are closed when they have not been used for this long, the others when no call has
  /// come for this long.
  public var idleLifetime = Duration.seconds(300)

  /// Settings with the defaults above.
  public init(uri: String, applicationName: String) {
    self.uri = uri
    self.applicationName = applicationName
  }

  /// The pool's limits, the application's name and the search path; not the URI, which may hold a password.
  public var description: String {
    "\(minimumConnections) to \(maximumConnections) connections as \(applicationName), search path \(searchPath)"
  }

  /// A mirror of the description alone, so that `dump` does not show the URI either.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
