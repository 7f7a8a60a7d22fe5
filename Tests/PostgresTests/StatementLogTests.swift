// StatementLogTests: statements in the log, and nothing of their values.

import Logging
import TestSupport
import XCTest

@testable import Postgres

final class StatementLogTests: DatabaseTestCase {
  private static let secret = "s3cr3t"
  private static let echo = PostgresStatement("SELECT\n  $1::text AS echo")

  /// The lines on statements of ours: without the one that sets the session up.
  private func lines(_ log: RecordingLog) -> [String] {
    log.lines.filter { $0.contains(" statement [") && !$0.contains("set_config") }
  }

  private func server() throws -> String {
    let values = try ConnectionParameters(configuration(), LibPQ.load()).values
    return "\(values["host"] ?? ""):\(values["port"] ?? "")"
  }

  func testStatements_whenLogged_areNamedWithTheirTextRowsAndServer() async throws {
    let log = RecordingLog()
    try await withPool(configuration(maximum: 1), logger: log.logger) { pool in
      try await pool.withConnection { connection in
        try connection.execute(Self.echo, [.text(Self.secret)])
        try connection.pipeline([.begin, "SELECT generate_series(1, 3)", .commit])
      }
    }
    let lines = lines(log)
    XCTAssertEqual(lines.count, 4, "\(log.lines)")
    for part in [
      "debug statement", #""name": \#(Self.echo.preparedName)"#, #""sql": SELECT $1::text AS echo"#, #""rows": 1"#,
      #""server": \#(try server())"#, #""ms": "#,
    ] {
      XCTAssertTrue(lines[0].contains(part), "\(part): \(lines[0])")
    }
    XCTAssertFalse(lines[0].contains("together"), lines[0])
    for line in lines[1...] { XCTAssertTrue(line.contains(#""together": 3"#), line) }
    XCTAssertTrue(lines[2].contains(#""rows": 3"#), lines[2])
    XCTAssertFalse(log.lines.joined().contains(Self.secret), "\(log.lines)")
  }

  func testStatements_whenSentAheadOrFailing_areLogged() async throws {
    let log = RecordingLog()
    try await withPool(configuration(maximum: 1), logger: log.logger) { pool in
      _ = try await pool.backend()
      let sent = [Self.echo(.text(Self.secret))]
      let text = try await pool.withConnection(sending: sent) { _, results in try results[0][0].text(0) }
      XCTAssertEqual(text, Self.secret)
      _ = try await thrown { try await pool.int("SELECT $1::text::int", .text(Self.secret)) }
      _ = try await thrown { try await pool.run("SELECT 1/0") }
    }
    let lines = lines(log)
    XCTAssertEqual(lines.count, 4, "\(log.lines)")
    XCTAssertTrue(lines[1].contains(Self.echo.preparedName), lines[1])
    XCTAssertTrue(lines[2].contains(#""error": 22P02"#), lines[2])
    XCTAssertFalse(lines[2].contains("rows"), lines[2])
    XCTAssertTrue(lines[3].contains(#""name": script"#) && lines[3].contains(#""error": 22012"#), lines[3])
    XCTAssertFalse(lines.joined().contains(Self.secret), "\(lines)")
  }

  func testStatements_whenBehindAPooler_areLoggedWithTheirFrame() async throws {
    let log = RecordingLog()
    var configuration = try configuration(maximum: 1)
    configuration.slowStatement = .zero
    let values = try ConnectionParameters(configuration, LibPQ.load()).values
    let pooler = try Pooler(.transaction, host: values["host"] ?? "", port: values["port"] ?? "")
    configuration.uri = pooler.uri("respec_test")
    try await withPool(configuration, logger: log.logger) { _ = try await $0.int("SELECT 7") }
    let seven = try XCTUnwrap(lines(log).first { $0.contains("SELECT 7") })
    XCTAssertTrue(seven.contains(#""together": 4"#) && seven.contains(#""rows": 1"#), seven)
    XCTAssertTrue(seven.contains(#""server": \#(pooler.folder):\#(pooler.port)"#), seven)
    // Its frame is not what was slow.
    XCTAssertTrue(
      log.lines.contains { $0.contains("slow statement") && $0.contains(#""sql": SELECT 7"#) }, "\(log.lines)")
    withExtendedLifetime(pooler) {}
  }

  func testStatements_whenSlowerThanTheLimit_areWarnedOf() async throws {
    for (limit, count) in [(Duration.zero, 1), (.seconds(300), 0)] {
      let log = RecordingLog()
      var logger = log.logger, configuration = try configuration(maximum: 1)
      logger.logLevel = .info
      configuration.slowStatement = limit
      try await withPool(configuration, logger: logger) { pool in
        try await pool.withConnection { _ = try $0.execute(Self.echo, [.text(Self.secret)]) }
      }
      let lines = log.lines.filter { $0.contains("slow statement") && $0.contains("AS echo") }
      XCTAssertEqual(lines.count, count, "\(log.lines)")
      XCTAssertTrue(lines.allSatisfy { $0.hasPrefix("warning") && !$0.contains(Self.secret) }, "\(lines)")
      XCTAssertFalse(log.lines.contains { $0.hasPrefix("debug") }, "\(log.lines)")
    }
  }

  func testLog_whenNothingIsToBeLogged_isNone() {
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .info
    XCTAssertNil(StatementLog(logger, slowerThan: nil, server: ("h", "1")))
    XCTAssertNotNil(StatementLog(logger, slowerThan: .zero, server: ("h", "1")))
  }
}
