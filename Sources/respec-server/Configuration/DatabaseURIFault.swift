// DatabaseURIFault: a database URI with which no connection can ever be made, found without libpq.

/// A fault of a URI that was written for another driver or program.
struct DatabaseURIFault: Equatable {
  /// The fault and its mend, without any part of the URI that may belong to a password; nil where nothing of it may be
  /// shown.
  let reason: String?

  /// Nil where libpq may be able to use the URI.
  init?(_ uri: String) {
    guard let separator = uri.firstRange(of: "://") else {
      reason = nil
      return
    }
    let scheme = uri[..<separator.lowerBound]
    guard scheme == "postgresql" || scheme == "postgres" else {
      reason = Self.foreign(scheme)
      return
    }
    guard let fault = Self.faultyParameter(uri[separator.upperBound...]) else { return nil }
    reason = fault
  }

  /// Such as `postgresql+asyncpg`, of SQLAlchemy.
  private static func foreign(_ scheme: Substring) -> String? {
    let parts = scheme.split(separator: "+", maxSplits: 1)
    guard parts.count == 2, ["postgresql", "postgres"].contains(parts[0]), isName(parts[1]) else { return nil }
    return "+\(parts[1]) names a driver of another program: leave it out"
  }

  /// An @ behind the question mark says that both may stand in a password: then nothing is known of the names.
  private static func faultyParameter(_ rest: Substring) -> String? {
    guard let mark = rest.firstIndex(of: "?"), !rest[mark...].contains("@") else { return nil }
    for parameter in rest[rest.index(after: mark)...].split(separator: "&") {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, isName(parts[0]) else { continue }
      if !names.contains(String(parts[0])) {
        return "libpq does not know the parameter \(parts[0]): leave it out"
      }
      if parts[0] == "sslmode", !modes.contains(String(parts[1])) {
        return "libpq does not know this sslmode, only \(modes.joined(separator: ", "))"
      }
    }
    return nil
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
      }
  }

  private static let modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

  /// Source: PostgreSQL 18, "Parameter Key Words", and what older versions had; `ssl` is JDBC's, which libpq takes.
  private static let names: Set<String> = [
    "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "require_auth", "channel_binding",
    "connect_timeout", "client_encoding", "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "replication", "gssencmode",
    "ssl", "sslmode", "requiressl", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslkeylogfile",
    "sslpassword", "sslcertmode", "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "requirepeer",
    "ssl_min_protocol_version", "ssl_max_protocol_version", "min_protocol_version", "max_protocol_version",
    "krbsrvname", "gsslib", "gssdelegation", "scram_client_key", "scram_server_key", "service", "servicefile",
    "target_session_attrs", "load_balance_hosts", "oauth_issuer", "oauth_client_id", "oauth_client_secret",
    "oauth_scope", "authtype", "tty",
  ]
}
