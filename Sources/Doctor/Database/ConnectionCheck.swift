// ConnectionCheck: the reason for which a connection was refused, and the remedy.

import Postgres

enum ConnectionCheck {
  /// The finding for an error, in an operator's words.
  ///
  /// - Parameter variable: the variable with the URI that was used.
  static func finding(for error: PostgresError, variable: String = standardVariable) -> Finding {
    let rule = rules.first { $0.applies(to: error) }
    let cause =
      rule?.cause ?? error.sqlState.map { "The server refused the connection (SQLSTATE \($0))." }
      ?? "libpq could not connect."
    let fix = rule?.fix ?? "Look for this message in the server's own log, which often tells more."
    return Finding(
      rule?.check ?? "connection", .error, error.message, cause: cause.replacing(standardVariable, with: variable),
      fix: fix.replacing(standardVariable, with: variable))
  }

  /// The variable that the rules name.
  private static let standardVariable = "DATABASE_URL"

  private struct Rule {
    var check = "connection"
    /// The SQLSTATE of the server's answer; nil where it did not answer.
    var state: SQLState?
    /// One of these is in the message; any message where there are none.
    var words: [String] = []
    let cause: String
    let fix: String

    func applies(to error: PostgresError) -> Bool {
      guard error.sqlState == state else { return false }
      return words.isEmpty || words.contains { error.message.contains($0) }
    }
  }

  /// What keeps libpq itself from working comes first: its words quote the system's, which other rules look for.
  private static let rules = unloaded + answered + unencrypted + unreached + unusable

  private static let unloaded = [
    Rule(
      words: ["Too many open files", "limit of open files"], cause: "The process may open no further file.",
      fix: "Raise the limit (ulimit -n, LimitNOFILE=), or lower DATABASE_POOL_MAX_SIZE."),
    Rule(
      check: "libpq", words: ["PostgreSQL's client library", "this libpq has no"],
      cause: "The database is reached through libpq, which is loaded when it is needed.",
      fix: "Install libpq 14 or later: apt install libpq5 (Debian, Ubuntu), dnf install libpq (Fedora)."),
  ]

  /// The server spoke. Its SQLSTATE is the same in every language; where one has several causes, words of its English
  /// messages tell them apart.
  private static let answered = [
    Rule(
      state: .invalidPassword, cause: "The password is wrong, or there is no such role.",
      fix:
        "Correct the password in DATABASE_URL (write @ as %40, / as %2F, : as %3A there), or give the role a new one "
        + "with \\password in psql."),
    Rule(
      state: .invalidAuthorization, words: ["does not exist"], cause: "The server has no such role.",
      fix: "Correct the role in DATABASE_URL, or create it with createuser --pwprompt."),
    Rule(
      state: .invalidAuthorization, words: ["not permitted to log in"], cause: "The role may not connect.",
      fix: "As a superuser: ALTER ROLE … LOGIN."),
    Rule(
      state: .invalidAuthorization, words: ["Peer authentication", "Ident authentication"],
      cause: "pg_hba.conf lets this role in only for the system user of the same name.",
      fix: "Connect over TCP with a password (@localhost:5432 in DATABASE_URL), or change the line in pg_hba.conf to "
        + "scram-sha-256."),
    Rule(
      state: .invalidAuthorization,
      cause: "pg_hba.conf has no line that lets this role into this database from this machine, encrypted as it is.",
      fix: "Add one to pg_hba.conf on the server, such as \"hostssl DATABASE ROLE ADDRESS/32 scram-sha-256\", then "
        + "SELECT pg_reload_conf(); where a line asks for TLS, put sslmode=verify-full into DATABASE_URL."),
    Rule(
      state: .unknownDatabase, cause: "The server has no such database.",
      fix: "Correct the name at the end of DATABASE_URL, or create it: createdb --owner ROLE DATABASE."),
    Rule(
      state: .insufficientPrivilege, cause: "The role may not connect to this database.",
      fix: "As the database's owner: GRANT CONNECT ON DATABASE … TO …."),
    Rule(
      state: .tooManyConnections,
      cause: "All connections that the server, the database or the role may have are in use.",
      fix: "Lower DATABASE_POOL_MAX_SIZE of the servers that share it, end idle sessions (pg_stat_activity), or raise "
        + "max_connections or the CONNECTION LIMIT."),
    Rule(
      state: .cannotConnectNow, cause: "The database is starting, stopping or recovering.",
      fix: "Wait and try again; the server's log tells how far it is."),
  ]

  private static let unencrypted = [
    Rule(
      words: ["SSL support is not compiled in"], cause: "This libpq was built without TLS.",
      fix: "Install the libpq of your system (Debian, Ubuntu: apt install libpq5), and look at LD_LIBRARY_PATH."),
    Rule(
      words: ["weak sslmode"],
      cause: "sslrootcert=system means every authority that this system trusts, which only makes "
        + "sense when the server's name is compared too.",
      fix: "Put sslmode=verify-full into DATABASE_URL."),
    Rule(
      words: ["server does not support SSL"], cause: "DATABASE_URL asks for TLS, and the server has none.",
      fix: "Switch it on there: ssl = on, ssl_cert_file and ssl_key_file in postgresql.conf. Only for a server on the "
        + "same machine do without: sslmode=disable."),
    Rule(
      words: ["root certificate file"],
      cause: "The authority's certificate, against which the server's is verified, is missing.",
      fix: "Copy it to this machine and name it with sslrootcert=FILE in DATABASE_URL (libpq 16 and later: "
        + "sslrootcert=system for an authority that this system trusts)."),
    Rule(
      words: ["certificate verify failed"],
      cause:
        "The server's certificate was not signed by the authority in sslrootcert, or has expired; or somebody else "
        + "answers in its place.",
      fix: "Name the right authority's certificate with sslrootcert in DATABASE_URL, or renew the server's."),
    Rule(
      words: ["does not match host name"], cause: "The server's certificate was made for another name.",
      fix: "Use the name in the certificate as host in DATABASE_URL (hostaddr may give the address), or have one made "
        + "for this name."),
    Rule(
      words: ["SSL error", "SSL SYSCALL", "certificate"], cause: "TLS could not be agreed on with the server.",
      fix:
        "Compare sslmode, sslcert, sslkey and ssl_min_protocol_version in DATABASE_URL with the server's ssl settings."),
  ]

  private static let unreached = [
    Rule(
      words: ["could not translate host name"], cause: "The host's name is unknown here, or the name service is away.",
      fix: "Correct the host in DATABASE_URL; try: getent hosts NAME. In a container the name is the service's."),
    Rule(
      words: ["Connection refused"], cause: "Nobody listens at that address and port.",
      fix: "Start PostgreSQL, or correct host and port in DATABASE_URL; from another machine listen_addresses in "
        + "postgresql.conf must allow it."),
    Rule(
      words: ["No route to host", "Network is unreachable", "Host is unreachable"],
      cause: "This machine has no way to that address.",
      fix: "Correct the host in DATABASE_URL, or look at the network, the VPN and the firewalls in between."),
    Rule(
      words: ["did not answer in time", "timeout expired", "no answer within"],
      cause: "Nothing came back from that address in time: a firewall that swallows packets, a wrong address, or a "
        + "server that is overloaded or paused.",
      fix: "Correct host and port in DATABASE_URL, or look at the firewalls in between and at the server."),
    Rule(
      words: ["No such file or directory"], cause: "There is no socket of a running PostgreSQL in that folder.",
      fix: "Start PostgreSQL, or correct host (its unix_socket_directories) and port in DATABASE_URL."),
    Rule(
      words: ["Permission denied"], cause: "This user may not open the server's socket.",
      fix: "Connect over TCP (@localhost:5432 in DATABASE_URL), or look at unix_socket_permissions."),
    Rule(
      words: ["read-only", "hot standby", "not in hot standby"],
      cause: "No host in DATABASE_URL is what target_session_attrs asks for; those that answer are standbys.",
      fix: "Add the primary to the hosts, or promote a standby."),
    Rule(
      words: ["server closed the connection"], cause: "The server ended the connection before it had answered.",
      fix: "Look into the server's log; the port may also be another program's."),
  ]

  private static let unusable = [
    Rule(
      words: ["no password supplied"], cause: "The server asks for a password, and none was given.",
      fix: "Put it into DATABASE_URL, into PGPASSWORD, or into ~/.pgpass (readable by its owner alone)."),
    Rule(
      words: ["URI is not valid", "invalid"], cause: "libpq cannot read DATABASE_URL, or a PG… variable beside it.",
      fix:
        "Write it as postgresql://ROLE:PASSWORD@HOST:5432/DATABASE, and @ as %40, / as %2F, : as %3A within each part."),
  ]
}
