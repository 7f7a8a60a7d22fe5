// VersionCheck: the versions of libpq and of the server.

enum VersionCheck {
  /// The major versions of PostgreSQL that the tests were run on.
  static let tested = 15...18

  /// - Parameter version: such as 150018. One that is too old is refused when it is loaded.
  static func library(_ version: Int) -> Finding { .ok("libpq", "libpq \(version / 10_000).\(version % 10_000)") }

  /// - Parameters:
  ///   - version: such as 150018.
  ///   - name: as the server puts it.
  static func server(_ version: Int, name: String) -> Finding {
    let (check, found) = ("server", "PostgreSQL \(name)")
    let range = "PostgreSQL \(tested.lowerBound) to \(tested.upperBound)"
    if version / 10_000 < tested.lowerBound {
      return Finding(
        check, .warning, found, cause: "respec-server is tested on \(range).",
        fix: "Upgrade the server with pg_upgrade, or dump and restore into a newer one.")
    }
    guard version / 10_000 > tested.upperBound else { return .ok(check, found) }
    return Finding(
      check, .note, found, cause: "respec-server is tested on \(range); newer ones should work.",
      fix: "Look for a newer respec-server.")
  }
}
