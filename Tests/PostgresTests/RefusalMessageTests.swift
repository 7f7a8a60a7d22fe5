// RefusalMessageTests: SQLSTATE and words of refused connections.

import XCTest

@testable import Postgres

final class RefusalMessageTests: DatabaseTestCase {
  private func check(
    _ verbose: String, _ text: String, _ state: String?, file: StaticString = #filePath, line: UInt = #line
  ) {
    let message = RefusalMessage(verbose)
    XCTAssertEqual(message.text, text, file: file, line: line)
    XCTAssertEqual(message.sqlState?.rawValue, state, file: file, line: line)
  }

  func testMessage_whenTheServerSpoke_hasItsCode() {
    check(
      "at \"db\" (10.0.0.1), port 5432 failed: FATAL:  28P01: password authentication failed for user \"x\"\n"
        + "LOCATION:  auth_failed, auth.c:333\n",
      "at \"db\" (10.0.0.1), port 5432 failed: FATAL: password authentication failed for user \"x\"",
      "28P01")
    check(
      "a failed: FATAL:  42501: no\nDETAIL:  why\nHINT:  how\nORT:  f, g.c:1",
      "a failed: FATAL: no DETAIL: why HINT: how", "42501")
  }

  func testMessage_whenItWasNotReached_hasNoCode() {
    let refused = "connection to server at \"::1\", port 1 failed: Connection refused\n\tIs the server running?"
    check(refused, refused.oneLine, nil)
    check("", "", nil)
    check("x:  28P0", "x: 28P0", nil)
    check("x:  abcde: y", "x: abcde: y", nil)
  }

  func testMessage_whenThereWereSeveralAttempts_tellsTheFurthest() {
    let entry = "a failed: FATAL:  28000: no pg_hba.conf entry\nLOCATION:  f, auth.c:1\n"
    let password = "b failed: FATAL:  28P01: wrong\nLOCATION:  f, auth.c:2\n"
    check(entry + password, "a failed: FATAL: no pg_hba.conf entry b failed: FATAL: wrong", "28P01")
    check(password + entry, "b failed: FATAL: wrong a failed: FATAL: no pg_hba.conf entry", "28P01")
    check(entry, "a failed: FATAL: no pg_hba.conf entry", "28000")
  }

  func testProbe_whenTheServerRefuses_tellsItsCode() async throws {
    let uri = try uri()
    for (wrong, state) in [
      (uri.replacingOccurrences(of: "/respec_test", with: "/no_such_database"), SQLState.unknownDatabase),
      (uri.replacingOccurrences(of: "respec:respec@", with: "nobody:x@"), .invalidAuthorization),
    ] {
      let probe = PostgresProbe(
        PostgresConfiguration(uri: wrong, applicationName: "test"), logger: RecordingLog().logger)
      let error = try await thrown { try await probe.withConnection(within: .seconds(10)) { _ in } }
      XCTAssertEqual(error.kind, .cannotConnect)
      XCTAssertEqual(error.sqlState, state, "\(error)")
      XCTAssertFalse(error.message.contains(state.rawValue) || error.message.contains(".c:"), error.message)
    }
  }

  func testProbe_whenTheServerLetsIn_lendsOneConnection() async throws {
    let probe = PostgresProbe(try configuration(), logger: RecordingLog().logger)
    let (version, encryption, port) = try await probe.withConnection(within: .seconds(10)) { connection in
      (connection.serverVersion, connection.encryption, connection.peer.port)
    }
    XCTAssertGreaterThan(version, 100_000)
    XCTAssertNil(encryption)
    XCTAssertTrue(try uri().contains(port))
    XCTAssertEqual(probe.transport?.remoteHosts, [])
    XCTAssertGreaterThan(try PostgresProbe.libraryVersion(), 140_000)
    let error = try await thrown {
      try await probe.withConnection(within: .seconds(10)) { _ = try $0.execute("SELECT 1 / 0") }
    }
    XCTAssertEqual(error.kind, .server)
  }
}
