// TransportSecurityTests: local hosts, and the protection that the way to others lacks.

import XCTest

@testable import Postgres

final class TransportSecurityTests: XCTestCase {
  func testHosts_whenLocal() {
    for host in [
      "", "/var/run/postgresql", "@abstract", "localhost", "LOCALHOST", "127.0.0.1", "127.255.255.254", "::1",
      "0:0:0:0:0:0:0:1",
    ] { XCTAssertTrue(TransportSecurity.isLocal(host), host) }
  }

  func testHosts_whenRemote() {
    for host in [
      "db", "db.example.com", "localhost.example.com", "127.0.0.1.example.com", "127.example", "128.0.0.1", "10.0.0.1",
      "0.0.0.0", "::", "::2", "fe80::1", "1::1",
    ] { XCTAssertFalse(TransportSecurity.isLocal(host), host) }
  }

  private func remote(_ host: String?, _ hostaddr: String? = nil) -> [String]? {
    TransportSecurity(host: host, hostaddr: hostaddr, mode: "prefer")?.remoteHosts
  }

  func testLists_whenHostsAreMixed() {
    XCTAssertEqual(remote(nil), [])
    XCTAssertEqual(remote("localhost,db1,/run,db2"), ["db1", "db2"])
    XCTAssertEqual(remote("db1,db2", "127.0.0.1,10.0.0.1"), ["db2"])
    XCTAssertEqual(remote("localhost", "10.0.0.1"), ["localhost"])
    XCTAssertEqual(remote(nil, "10.0.0.1,::1"), ["10.0.0.1"])
    XCTAssertEqual(remote("db1,,db2", ",127.0.0.1,"), ["db1", "db2"])
  }

  func testGap_whenModesDiffer() {
    for (mode, isGap) in [
      ("disable", true), ("allow", true), ("prefer", true), ("require", true), ("verify-ca", false),
      ("verify-full", false),
    ] {
      let remote = TransportSecurity(host: "db", hostaddr: nil, mode: mode)
      XCTAssertEqual(remote?.gap != nil, isGap, mode)
      XCTAssertNil(TransportSecurity(host: "localhost", hostaddr: nil, mode: mode)?.gap)
    }
    // It may be a piece of a password.
    XCTAssertNil(TransportSecurity(host: "db", hostaddr: nil, mode: "s3cr3t"))
    XCTAssertNil(TransportSecurity(host: "db", hostaddr: nil, mode: nil))
  }

  // MARK: Seen by libpq

  /// The warnings of a pool that connects to a port without a listener.
  private func warnings(_ uri: String, attempts: Int = 1) async throws -> [String] {
    let log = RecordingLog()
    let probe = PostgresProbe(PostgresConfiguration(uri: uri, applicationName: "test"), logger: log.logger)
    for _ in 0..<attempts {
      do {
        try await probe.withConnection(within: .milliseconds(300)) { _ in }
        XCTFail("connected")
      } catch let error as PostgresError { XCTAssertEqual(error.kind, .cannotConnect) }
    }
    return log.lines.filter { $0.hasPrefix("warning") }
  }

  func testWarning_whenTheHostIsRemote_isGivenOnce() async throws {
    // An address that is nobody's (RFC 5737).
    let lines = try await warnings("postgresql://respec:hunter2@192.0.2.1/x", attempts: 2)
    XCTAssertEqual(lines.count, 1, "\(lines)")
    XCTAssertTrue(lines[0].contains("192.0.2.1") && lines[0].contains("sslmode=verify-full"), lines[0])
    XCTAssertFalse(lines[0].contains("hunter2"), lines[0])
  }

  func testWarning_whenASilentHostIsLeftOut_isNotRepeated() throws {
    let log = RecordingLog()
    let watch = TransportWatch(logger: log.logger)
    XCTAssertNil(watch.security)
    let all = try XCTUnwrap(TransportSecurity(host: "db1,db2", hostaddr: nil, mode: "prefer"))
    watch.note(all)
    watch.note(try XCTUnwrap(TransportSecurity(host: "db2", hostaddr: nil, mode: "prefer")))
    watch.note(all)
    XCTAssertEqual(log.lines.count, 1, "\(log.lines)")
    XCTAssertTrue(log.lines[0].contains("db1, db2"), log.lines[0])
    XCTAssertEqual(watch.security, all)
  }

  func testWarning_whenNotNeeded_isNotGiven() async throws {
    for uri in [
      "postgresql://respec@127.0.0.1:1/x", "postgresql://respec@/x?host=/no/such/folder",
      "postgresql://respec@192.0.2.1/x?sslmode=verify-full&sslrootcert=/etc/hostname",
    ] {
      let lines = try await warnings(uri)
      XCTAssertEqual(lines, [], uri)
    }
  }

  func testWarning_whenTheEnvironmentSpeaks_listensToIt() async throws {
    defer { for name in ["PGHOST", "PGSSLMODE", "PGSSLROOTCERT"] { unsetenv(name) } }
    setenv("PGHOST", "192.0.2.1", 1)
    let lines = try await warnings("postgresql://respec@/x")
    XCTAssertEqual(lines.count, 1, "\(lines)")
    setenv("PGSSLMODE", "verify-full", 1)
    setenv("PGSSLROOTCERT", "/etc/hostname", 1)
    let verified = try await warnings("postgresql://respec@/x")
    XCTAssertEqual(verified, [])
  }
}
