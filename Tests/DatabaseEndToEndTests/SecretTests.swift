// SecretTests: no password in a log line or an answer, however wrong the URI is.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class SecretTests: DatabaseTestCase {
  private static let secret = "s3cr3t-W0rd"

  /// URIs that cannot work, with a password in each.
  private func uris() throws -> [String] {
    let common = try DatabaseAddress.common()
    let (secret, place) = (Self.secret, "127.0.0.1:\(common.port)/\(common.database)")
    return [
      "postgresql://respec:\(secret)@\(place)",
      "postgresql://respec@\(place)?password=\(secret)",
      "postgresql://respec:\(secret)@@\(place)",
      "postgresql://respec:\(secret)/x@\(place)",
      "postgresql://respec:x@\(secret)@\(place)",
      "postgresql://respec:\(secret)%zz@\(place)",
      "postgresql://respec:\(secret)@no-such-host.invalid/x",
      "postgresql://respec:\(secret)@\(place)?sslmode=verify-full",
      "postgresql://respec:\(secret)@\(place)?connect_timeout=\(secret)",
      "postgresql://respec:\(secret)@\(place)?options=-c%20no.such%20-c%20nosuch=1",
      "postgresql://respec:\(secret)@127.0.0.1:\(secret)/x",
      "postgresql://respec:\(secret)@127.0.0.1:1/x",
      "postgresql://respec:\(secret)@/x?host=/no/such/folder",
    ]
  }

  /// URIs with which a server does not even start.
  private static let hopeless = [
    "postgresql://respec:\(secret)@localhost/x?no_such_option=1",
    "postgresql://respec:\(secret)@localhost/x?sslmode=\(secret)",
    "postgres+asyncpg://respec:\(secret)@localhost/x", "\(secret)",
  ]

  func testPassword_whenTheServerCannotStart_isNotShown() throws {
    for uri in Self.hopeless {
      let command = try Command(
        ServerProcess.builtBinary, ["migrate"], environment: ["STATE_MANAGER": "database", "DATABASE_URL": uri])
      XCTAssertNotEqual(command.status, .status(0))
      XCTAssertTrue(command.errors.contains("DATABASE_URL=(not shown)"), command.errors)
      assertHidden(uri, command.output.joined() + command.errors)
    }
  }

  /// A few at a time: the machine may be small.
  private func inGroups(_ body: (ArraySlice<String>) throws -> Void) throws {
    let uris = try uris()
    for start in stride(from: 0, to: uris.count, by: 4) { try body(uris[start..<min(start + 4, uris.count)]) }
  }

  private static let settings = ["DATABASE_POOL_TIMEOUT": "1", "MCP_LOG_LEVEL": "trace"]

  func testPassword_whenTheServerCannotConnect_isNotShown() throws {
    try inGroups { uris in
      let processes = try uris.map { try launch($0, Self.settings) }
      for process in processes { try process.send(Message.call(1, "list_projects", "{}")) }
      for (uri, process) in zip(uris, processes) {
        let answer = try Answer(process.readLine())
        XCTAssertEqual(answer.code, "unavailable", "\(uri): \(answer.line)")
        try assertEnds(process)
        assertHidden(uri, answer.line + process.standardError)
      }
    }
  }

  func testPassword_whenMigrateCannotConnect_isNotShown() throws { try assertHidden(["migrate"]) }
  func testPassword_whenTheDoctorCannotConnect_isNotShown() throws { try assertHidden(["doctor"], isData: true) }
  func testPassword_whenTheDoctorPrintsJSON_isNotShown() throws {
    try assertHidden(["doctor", "--json"], isData: true)
  }

  private func assertHidden(_ arguments: [String], isData: Bool = false) throws {
    try inGroups { uris in
      let processes = try uris.map {
        try ServerProcess(arguments: arguments, environment: environment($0, Self.settings), input: .devNull)
      }
      for (uri, process) in zip(uris, processes) {
        let output = try process.readToEnd()
        XCTAssertEqual(try process.waitForExit(), .status(1), uri)
        let said = isData ? output.joined() : process.standardError
        XCTAssertTrue(said.contains(isData ? "connection" : "cannot migrate"), "\(uri): \(said)")
        assertHidden(uri, process.standardError + output.joined())
      }
    }
  }

  private func assertHidden(_ uri: String, _ text: String) {
    XCTAssertFalse(text.contains(Self.secret), "\(uri): \(text)")
    XCTAssertFalse(text.contains("W0rd"), "\(uri): \(text)")
  }
}
