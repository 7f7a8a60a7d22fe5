// FilledDatabase: a database with a few ten thousand rows, made by scripts/fill-database, and the plans in it.

import Foundation
import Logging
import Postgres
import PostgresState
import State
import XCTest

/// The database whose plans are looked at; made once for all tests.
final class FilledDatabase: Sendable {
  private let configuration: PostgresConfiguration
  let samples: PlannedStatement.Samples

  static var showsPlans: Bool { getenv("RESPEC_SHOW_PLANS") != nil }

  private static let made = Task { try await FilledDatabase() }
  static func shared() async throws -> FilledDatabase { try await made.value }

  private init() async throws {
    let given = getenv("RESPEC_PLANS_DATABASE_URL").map { String(cString: $0) }
    let url = if let given { given } else { try await Self.make() }
    configuration = PostgresConfiguration(uri: url, applicationName: "respec-tests")
    samples = try await Self.on(configuration) { connection in try Self.samples(connection) }
  }

  /// A database of its own beside that of the other tests.
  private static func make() async throws -> String {
    guard let test = getenv("RESPEC_TEST_DATABASE_URL").map({ String(cString: $0) }) else {
      throw MissingTestDatabase()
    }
    let superuser = test.replacing("//respec:respec@", with: "//postgres@")
    try await on(PostgresConfiguration(uri: superuser, applicationName: "respec-tests")) { connection in
      for sql in ["DROP DATABASE IF EXISTS respec_plans WITH (FORCE)", "CREATE DATABASE respec_plans OWNER respec"] {
        try connection.executeScript(sql, timeout: .seconds(60))
      }
    }
    let url = test.replacing("/respec_test?", with: "/respec_plans?")
    let schema = DatabaseSchema(
      PostgresConfiguration(uri: url, applicationName: "respec-tests"),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    _ = try await schema.migrate()
    try fill(url)
    return url
  }

  private static func fill(_ url: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let script = Process()
    script.executableURL = root.appending(path: "scripts/fill-database")
    script.arguments = ["--loops", "30000", "--specs", "10000"]
    script.environment = ProcessInfo.processInfo.environment.merging(["DATABASE_URL": url]) { $1 }
    script.standardOutput = FileHandle.nullDevice
    try script.run()
    script.waitUntilExit()
    XCTAssertEqual(script.terminationStatus, 0, "scripts/fill-database")
  }

  private static func on<Value: Sendable>(
    _ configuration: PostgresConfiguration, _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    let pool = PostgresPool(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await pool.run() }
    defer { running.cancel() }
    return try await pool.withConnection(body)
  }

  private static func samples(_ connection: isolated PostgresConnection) throws -> PlannedStatement.Samples {
    let loop = try connection.execute(
      """
      SELECT l.id, l.project_name, m.spec_name FROM loop_states l JOIN loop_to_spec_mappings m ON m.loop_id = l.id
      WHERE l.guidance_count > 0 AND l.status = 'refine' ORDER BY l.created_at DESC LIMIT 1
      """)[0]
    let spec = try connection.execute(
      "SELECT spec_name, id FROM technical_specs WHERE project_name = 'catalogue' AND version > 1 LIMIT 1")[0]
    return PlannedStatement.Samples(
      loop: try loop.text(0), project: try loop.text(1), spec: try loop.text(2), revisedSpec: try spec.text(0),
      revisedSpecID: try spec.text(1))
  }

  // MARK: Plans

  /// The plan of a command, prepared and executed as the server does it.
  ///
  /// - Parameter mode: a value of the server's `plan_cache_mode`.
  func plan(of command: PostgresCommand, mode: String) async throws -> String {
    let values = command.parameters.map(Self.literal).joined(separator: ", ")
    let execute = "EXECUTE planned" + (values.isEmpty ? "" : " (\(values))")
    let options = Self.showsPlans ? "(ANALYZE)" : ""
    return try await Self.on(configuration) { connection in
      for sql in ["BEGIN", "SET LOCAL plan_cache_mode = \(mode)", "PREPARE planned AS \(command.statement.sql)"] {
        _ = try connection.execute(PostgresStatement(sql))
      }
      // A transaction that it leaves open is rolled back.
      return try connection.execute(PostgresStatement("EXPLAIN \(options) \(execute)"))
        .map { try $0.text(0) }.joined(separator: "\n")
    }
  }

  private static func literal(_ value: PostgresValue) -> String {
    func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
    return switch value {
    case .null: "NULL"
    case .text(let text): quoted(text)
    case .int(let int): quoted("\(int)")
    case .double(let double): quoted("\(double)")
    case .bool(let bool): "\(bool)"
    case .texts(let texts): "ARRAY[" + texts.map(quoted).joined(separator: ", ") + "]"
    case .utf8, .bytes: preconditionFailure("no statement here takes these")
    case .ints(let ints): quoted("{" + ints.map { "\($0)" }.joined(separator: ",") + "}")
    }
  }
}
