// Standby, as the tests of servers use it: a copy of a test's cluster, which can take its place.

import TestSupport

extension Standby {
  convenience init(of primary: DatabaseAddress, settings: [String] = []) throws {
    try self.init(host: primary.host, port: primary.port, settings: settings)
  }

  /// Both hosts, the primary first, for a server that wants to write.
  func uri(after primary: DatabaseAddress) -> String {
    "postgresql://\(primary.user):\(primary.password)@/\(primary.database)?host=\(primary.host),\(folder)"
      + "&port=\(primary.port),\(port)&target_session_attrs=read-write"
  }

  /// Waits until the standby has replayed all that the primary has written so far.
  func waitUntilCaughtUp(with primary: DatabaseAddress) throws {
    let session = try SQLSession(primary.asSuperuser)
    defer { session.end() }
    try session.wait(
      until: "EXISTS (SELECT FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_flush_lsn())")
  }
}
