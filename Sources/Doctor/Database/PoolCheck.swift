// PoolCheck: the free connections, compared with those that the pool may open.

import Postgres

/// The limits of connections for this role, and those in use.
struct ConnectionFacts: Sendable, Equatable {
  /// A limit with its name, and how much of it is in use by others.
  struct Limit: Sendable, Equatable {
    let name: String
    let count: Int
    let used: Int
    /// The way to raise the limit.
    let remedy: String
  }

  /// Those that hold for this role; never empty.
  var limits: [Limit]

  /// The one that leaves the least to a pool that has everything for itself.
  var tightest: Limit { limits.min { $0.count < $1.count }! }
  /// The number of connections that are free at this moment.
  var free: Int { limits.map { $0.count - $0.used }.min()! }
}

extension ConnectionFacts {
  init(from connection: isolated PostgresConnection) throws {
    var row = PostgresRowReader(try connection.execute(Self.statement)[0])
    let (role, database, isSuperuser): (String, String, Bool) = (try row.next(), try row.next(), try row.next())
    let server = Limit(
      name: "max_connections without what is reserved", count: try row.next(), used: try row.next(),
      remedy: "raise max_connections (a restart of the server)")
    limits = [server]
    // Superusers have no limit of their own; -1 is none.
    guard !isSuperuser else { return }
    let (roleLimit, roleUsed): (Int, Int) = (try row.next(), try row.next())
    let (databaseLimit, databaseUsed): (Int, Int) = (try row.next(), try row.next())
    if roleLimit >= 0 {
      limits.append(
        Limit(
          name: "the CONNECTION LIMIT of the role", count: roleLimit, used: roleUsed,
          remedy: "ALTER ROLE \(role) CONNECTION LIMIT …"))
    }
    if databaseLimit >= 0 {
      limits.append(
        Limit(
          name: "the CONNECTION LIMIT of the database", count: databaseLimit, used: databaseUsed,
          remedy: "ALTER DATABASE \(database) CONNECTION LIMIT …"))
    }
  }

  /// Any role sees whose connections there are. This one, which looks, is not counted. Reserved connections of their
  /// own came with PostgreSQL 16.
  private static let statement = PostgresStatement(
    """
    WITH used AS (
      SELECT usesysid, datid FROM pg_stat_activity
      WHERE usesysid IS NOT NULL AND datid IS NOT NULL AND pid <> pg_backend_pid())
    SELECT quote_ident(r.rolname), quote_ident(d.datname), r.rolsuper,
      current_setting('max_connections')::int - CASE WHEN r.rolsuper THEN 0 ELSE
        current_setting('superuser_reserved_connections')::int
        + coalesce(current_setting('reserved_connections', true)::int, 0) END,
      (SELECT count(*) FROM used),
      r.rolconnlimit, (SELECT count(*) FROM used WHERE usesysid = r.oid),
      d.datconnlimit, (SELECT count(*) FROM used WHERE datid = d.oid)
    FROM pg_roles r, pg_database d WHERE r.rolname = session_user AND d.datname = current_database()
    """, onlyReads: true)
}

enum PoolCheck {
  private static let name = "pool"

  /// - Parameter maximum: the number of connections that one process may open.
  static func finding(_ facts: ConnectionFacts, maximum: Int) -> Finding {
    let (limit, free) = (facts.tightest, facts.free)
    let setting = "DATABASE_POOL_MAX_SIZE=\(maximum)"
    if maximum > limit.count {
      return Finding(
        name, .warning, "\(setting), but there are only \(limit.count) connections (\(limit.name))",
        cause: "Under load the pool asks for connections that it cannot get, and takes them from everybody else.",
        fix: "Set DATABASE_POOL_MAX_SIZE to \(max(1, limit.count)) or less, or \(limit.remedy).")
    }
    let counts = "\(limit.count) connections (\(limit.name)), \(free) of them free now"
    if maximum > free {
      return Finding(
        name, .note, "\(setting), \(counts)",
        cause:
          "Other sessions, perhaps other respec-servers, have the rest: one more process may not get all of its own.",
        fix: "Keep processes × DATABASE_POOL_MAX_SIZE below \(limit.count), or \(limit.remedy).")
    }
    return .ok(name, "\(setting), \(counts): \(limit.count / maximum) processes fit in all")
  }
}
