// Standby: a streaming copy of a test's cluster, which can take its place.

import Foundation
import SharedStateSupport
import TestSupport

/// Made by pg_basebackup beside the cluster's own folder, with which it is removed.
final class Standby {
  private let data: String
  let address: DatabaseAddress

  init(of primary: TestCluster) throws {
    data = "\(primary.folder)/standby"
    address = primary.address.onPort("\(try Self.freePort())")
    _ = try Command.asOwner(
      "pg_basebackup",
      [
        "-h", primary.address.host, "-p", primary.address.port, "-U", "postgres", "-D", data, "-R", "-X", "stream",
        "-c", "fast",
      ]
    ).checked()
    _ = try Command.asOwner(
      "pg_ctl",
      ["-D", data, "-o", "-p \(address.port)", "-l", "\(primary.folder)/standby.log", "-w", "start"]
    ).checked()
  }

  /// Both hosts, the primary first, for a server that wants to write.
  func uri(after primary: TestCluster) -> String {
    let (first, second) = (primary.address, address)
    return "postgresql://\(first.user):\(first.password)@/\(first.database)?host=\(first.host),\(second.host)"
      + "&port=\(first.port),\(second.port)&target_session_attrs=read-write"
  }

  /// Waits until the standby has replayed all that the primary has written so far.
  func waitUntilCaughtUp(with primary: TestCluster) throws {
    let session = try SQLSession(primary.address.asSuperuser)
    defer { session.end() }
    try session.wait(
      until: "EXISTS (SELECT FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_flush_lsn())")
  }

  func promote() throws { _ = try Command.asOwner("pg_ctl", ["-D", data, "-w", "promote"]).checked() }

  func stop() { _ = try? Command.asOwner("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"]) }

  /// A port that nobody listened on a moment ago.
  private static func freePort() throws -> UInt16 {
    let listener = SystemCalls.makeSocket(AF_INET)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw SQLFailure(message: "no free port") }
    return UInt16(bigEndian: address.sin_port)
  }
}
