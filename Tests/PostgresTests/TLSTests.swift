// TLSTests: connections through TLS to a server with a certificate of the test's own.

import Foundation
import TestSupport
import XCTest

@testable import Postgres

final class TLSTests: DatabaseTestCase {
  private func withServer(_ body: (PrivateCluster, Certificates) async throws -> Void) async throws {
    let certificates = try Certificates(owner: geteuid() == 0 ? "postgres" : nil)
    let cluster = try PrivateCluster(listensOnTCP: true)
    do {
      try await withPool(configuration(cluster.uri)) { pool in
        for (name, value) in [
          ("ssl_cert_file", certificates.server), ("ssl_key_file", certificates.serverKey), ("ssl", "on"),
        ] { _ = try await pool.run("ALTER SYSTEM SET \(name) = '\(value)'") }
      }
    } catch let error as PostgresError where error.message.contains("SSL is not supported by this build") {
      throw XCTSkip("this PostgreSQL was built without TLS")
    }
    try cluster.stop("fast")
    try cluster.start()
    try await body(cluster, certificates)
  }

  private func configuration(_ uri: String) -> PostgresConfiguration {
    var configuration = PostgresConfiguration(uri: uri, applicationName: "respec-test")
    configuration.minimumConnections = 0
    configuration.maximumConnections = 4
    return configuration
  }

  /// The server's URI by TCP, under the name in its certificate or another.
  private func uri(_ cluster: PrivateCluster, _ options: String, name: String = "localhost") -> String {
    "postgresql://respec@\(name):\(cluster.port)/postgres?hostaddr=127.0.0.1&\(options)"
  }

  /// The reason for which a connection is refused.
  private func refusal(_ uri: String) async throws -> String {
    let probe = PostgresProbe(configuration(uri), logger: RecordingLog().logger)
    let error = try await thrown { try await probe.withConnection(within: .seconds(10)) { _ in } }
    XCTAssertEqual(error.kind, .cannotConnect)
    return error.message
  }

  func testPool_whenTheServerIsVerified_works() async throws {
    try await withServer { cluster, certificates in
      let log = RecordingLog()
      let verified = configuration(uri(cluster, "sslmode=verify-full&sslrootcert=\(certificates.authority)"))
      try await withPool(verified, logger: log.logger) { pool in
        let encryption = try await pool.withConnection { $0.encryption }
        XCTAssertTrue(encryption?.hasPrefix("TLSv1.") == true, encryption ?? "none")
        let encrypted = try await pool.int("SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        XCTAssertEqual(encrypted, 1)
        // Larger than a TLS record and a socket's buffer, in both directions.
        let text = String(repeating: "0123456789abcdef", count: 200_000)
        let length = try await pool.withConnection { connection in
          let row = try connection.execute("SELECT $1::text || $1::text", [.text(text)])[0]
          return try row.text(0).utf8.count
        }
        XCTAssertEqual(length, 2 * text.utf8.count)
        try await assertCallsAreRight(pool)
      }
      XCTAssertEqual(log.lines.filter { $0.hasPrefix("warning") || $0.hasPrefix("error") }, [])
    }
  }

  private func assertCallsAreRight(_ pool: PostgresPool) async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<200 { group.addTask { try await pool.int("SELECT $1::int", .int(number)) } }
      var sum = 0
      for try await number in group { sum += number }
      XCTAssertEqual(sum, 199 * 200 / 2)
    }
  }

  func testCancel_whenEncrypted_stopsTheStatementAndNeverTheNextOne() async throws {
    try await withServer { cluster, certificates in
      var configuration = configuration(uri(cluster, "sslmode=verify-full&sslrootcert=\(certificates.authority)"))
      configuration.maximumConnections = 1
      try await withPool(self.configuration(cluster.uri)) { observer in
        try await withPool(configuration) { pool in
          let backend = try await pool.backend()
          for _ in 0..<20 {
            let task = Task { try await pool.int("SELECT 1 FROM pg_sleep(60)") }
            try await observer.awaitSleep(of: backend)
            task.cancel()
            let error = try await thrown { try await task.value }
            XCTAssertEqual(error.kind, .cancelled)
            let next = try await pool.int("SELECT pg_backend_pid() FROM pg_sleep(0.001)")
            XCTAssertEqual(next, backend, "the connection was replaced")
          }
        }
      }
    }
  }

  func testLoss_whenEncrypted_isNoticed() async throws {
    try await withServer { cluster, certificates in
      try await withPool(configuration(cluster.uri)) { observer in
        try await withPool(configuration(uri(cluster, "sslmode=require"))) { pool in
          let backend = try await pool.backend()
          try await observer.terminate(backend)
          let next = try await pool.backend()
          XCTAssertNotEqual(next, backend)
        }
      }
    }
  }

  func testConnection_whenTheServerCannotProveItself_isRefused() async throws {
    try await withServer { cluster, certificates in
      let root = "sslrootcert=\(certificates.authority)"
      let other = try await refusal(uri(cluster, "sslmode=verify-full&sslrootcert=\(certificates.otherAuthority)"))
      XCTAssertTrue(other.contains("certificate verify failed"), other)
      let name = try await refusal(uri(cluster, "sslmode=verify-full&\(root)", name: "db.example.com"))
      XCTAssertTrue(name.contains("does not match host name \"db.example.com\""), name)
      let missing = try await refusal(uri(cluster, "sslmode=verify-full&sslrootcert=/no/such/file"))
      XCTAssertTrue(missing.contains("root certificate file \"/no/such/file\" does not exist"), missing)
      // verify-ca does not look at the name.
      let pool = configuration(uri(cluster, "sslmode=verify-ca&\(root)", name: "db.example.com"))
      let one = try await withPool(pool) { try await $0.int("SELECT 1") }
      XCTAssertEqual(one, 1)
    }
  }

  func testConnection_whenTheServerHasNoTLS_isRefused() async throws {
    let cluster = try PrivateCluster(listensOnTCP: true)
    for mode in ["require", "verify-full&sslrootcert=/etc/hostname"] {
      let message = try await refusal(uri(cluster, "sslmode=\(mode)"))
      XCTAssertTrue(message.contains("server does not support SSL, but SSL was required"), message)
    }
  }
}
