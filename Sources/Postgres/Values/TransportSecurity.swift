// TransportSecurity: a connection's protection on its way: the hosts beyond this machine, and the proof demanded of the
// server.

import Platform

/// The TLS mode and the hosts that libpq was given, by the URI, the environment or a service file.
public struct TransportSecurity: Sendable, Hashable {
  /// The hosts that are not this machine, as they were written.
  public let remoteHosts: [String]
  /// libpq's `sslmode`.
  public let mode: String

  private static let modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

  /// - Parameters:
  ///   - host: comma-separated names, addresses or folders of sockets; nil or empty for libpq's own default.
  ///   - hostaddr: comma-separated addresses, each in place of the host's name where it is not empty.
  ///   - mode: nil is returned for one that libpq refuses: it may be a piece of a password.
  init?(host: String?, hostaddr: String?, mode: String?) {
    guard let mode, Self.modes.contains(mode) else { return nil }
    self.mode = mode
    let (names, addresses) = (Self.list(host), Self.list(hostaddr))
    remoteHosts = (0..<max(names.count, addresses.count)).compactMap { index in
      let name = index < names.count ? names[index] : ""
      let address = index < addresses.count ? addresses[index] : ""
      return Self.isLocal(address.isEmpty ? name : address) ? nil : (name.isEmpty ? address : name)
    }
  }

  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// Sockets of this machine (folders, and abstract ones with `@`), its own name and its loopback addresses.
  static func isLocal(_ host: String) -> Bool {
    if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host.lowercased() == "localhost" { return true }
    return InternetAddress.isLoopback(host)
  }

  /// True when a server that cannot show a certificate of a trusted authority is refused.
  public var isVerified: Bool { mode == "verify-full" || mode == "verify-ca" }

  /// The lack of protection, as a sentence for an operator; nil where all hosts are local, or must prove who they are.
  public var gap: String? {
    guard !remoteHosts.isEmpty, !isVerified else { return nil }
    return "the certificate of \(remoteHosts.joined(separator: ", ")) is not verified (sslmode=\(mode)), so that "
      + "whoever is on the way can read and change everything"
  }

  /// The remedy for a gap.
  public static let remedy =
    "put sslmode=verify-full and sslrootcert=FILE, the certificate of the server's authority, into the database's URI "
    + "(libpq 16 and later: sslrootcert=system for one that this system trusts)"
}
