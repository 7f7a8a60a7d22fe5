// TLSCheck: the connection's encryption, and the proof of the server's identity.

import Postgres

enum TLSCheck {
  private static let name = "tls"

  /// - Parameter encryption: protocol and cipher of the connection; nil where it is not encrypted.
  static func finding(_ transport: TransportSecurity?, encryption: String?) -> Finding {
    let way = encryption.map { "encrypted, \($0)" } ?? "not encrypted"
    guard let transport, !transport.remoteHosts.isEmpty else {
      return .ok(name, "\(way); the database is on this machine, which needs no TLS")
    }
    if transport.gap != nil { return warning(transport, found: way) }
    return .ok(name, "\(way); the server's certificate is verified (sslmode=\(transport.mode))")
  }

  /// The findings that need no connection, for a database that refuses one.
  static func findings(beforeConnection transport: TransportSecurity?) -> [Finding] {
    guard let transport, transport.gap != nil else { return [] }
    return [warning(transport, found: "a connection to a host that is not this machine")]
  }

  private static func warning(_ transport: TransportSecurity, found: String) -> Finding {
    Finding(
      name, .warning, found, cause: transport.gap.map { $0.capitalised + "." },
      fix: TransportSecurity.remedy.capitalised + ".")
  }
}
