// SettingsContractTests: the suite StateContract for roles whose settings would change what the statements mean.

import Foundation
import Postgres
import StateContract
import TestSupport
import XCTest

final class SettingsContractTests: XCTestCase {
  /// Each as far from the standard as it goes.
  private static let settings = [
    "search_path": "pg_catalog", "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on", "lock_timeout": "1ms", "statement_timeout": "200ms",
    "idle_in_transaction_session_timeout": "1ms", "TimeZone": "Asia/Tokyo", "DateStyle": "German, DMY",
    "IntervalStyle": "sql_standard", "standard_conforming_strings": "off", "bytea_output": "escape",
    "extra_float_digits": "-15", "client_encoding": "LATIN1", "array_nulls": "off", "transform_null_equals": "on",
    "row_security": "off", "pg_trgm.similarity_threshold": "0.99", "gin_fuzzy_search_limit": "1",
    "quote_all_identifiers": "on", "plan_cache_mode": "force_generic_plan", "constraint_exclusion": "on",
  ]
  /// Those of later versions.
  private static let later = ["transaction_timeout": (version: 170_000, value: "300ms")]

  /// The suite as a role with those of these settings that the server knows, straight or through a pooler.
  private func run(
    _ settings: [String: String], through mode: Pooler.Mode? = nil,
    groups: [ContractGroup] = ContractGroup.onTheDatabase
  ) async throws {
    let role = "odd\(UInt32.random(in: 0 ... .max))"
    try await asSuperuser { connection in
      try connection.executeScript("CREATE ROLE \(role) LOGIN IN ROLE respec", timeout: .seconds(5))
      for (name, value) in settings where connection.serverVersion >= Self.later[name]?.version ?? 0 {
        try connection.executeScript("ALTER ROLE \(role) SET \(name) = '\(value)'", timeout: .seconds(5))
      }
    }
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    let pooler = try mode.map { try Pooler($0, host: host, port: port, roles: [role]) }
    let database = try TestDatabase(
      uri: pooler?.uri("respec_test", role: role) ?? "postgresql://\(role)@/respec_test?host=\(host)&port=\(port)")
    for group in groups {
      await group.run(afterEach: { await database.stop() }) { settings in try await database.manager(settings) }
    }
    withExtendedLifetime(pooler) {}
    try await asSuperuser { try $0.executeScript("DROP ROLE \(role)", timeout: .seconds(5)) }
  }

  private func asSuperuser(_ body: @escaping @Sendable (isolated PostgresConnection) throws -> Void) async throws {
    let uri = try TestDatabase.commonURI().replacingOccurrences(of: "//respec:respec@", with: "//postgres@")
    try await TestDatabase(uri: uri).withConnection(body)
  }

  /// The tables belong to the role of the other tests.
  override func setUp() async throws {
    let database = try TestDatabase()
    let manager = try await database.manager(ManagerSettings())
    _ = try await manager.plans(status: nil, after: nil, limit: 1)
    await database.stop()
  }

  private static let all = settings.merging(later.mapValues(\.value)) { $1 }

  func testContract_whenARoleHasAllSettings_isKept() async throws { try await run(Self.all) }

  func testContract_whenARoleHasAllSettingsBehindAPooler_isKept() async throws {
    try await run(Self.all, through: .transaction, groups: Self.transactions)
  }

  /// The groups whose operations are transactions of several round trips, or wait for each other.
  static let transactions: [ContractGroup] = [
    .concurrency, .idempotency, .links, .historyQueue, .search, .updates,
  ]

  /// Those that change how values are read, written and compared, and no others, which might hide it.
  func testContract_whenARoleHasFormats_isKept() async throws {
    let names = [
      "TimeZone", "DateStyle", "IntervalStyle", "pg_trgm.similarity_threshold", "standard_conforming_strings",
      "bytea_output", "extra_float_digits", "client_encoding",
    ]
    try await run(Self.settings.filter { names.contains($0.key) })
  }

  /// Alone, as another would hide its effect.
  private func run(alone name: String, value: String? = nil) async throws {
    try await run([name: try XCTUnwrap(value ?? Self.all[name])], groups: Self.transactions)
  }

  func testContract_whenARoleHasASearchPath_isKept() async throws { try await run(alone: "search_path") }
  func testContract_whenARoleHasALockTimeOut_isKept() async throws { try await run(alone: "lock_timeout") }
  func testContract_whenARoleHasAStatementTimeOut_isKept() async throws { try await run(alone: "statement_timeout") }
  func testContract_whenARoleMayNotIdleInTransactions_isKept() async throws {
    try await run(alone: "idle_in_transaction_session_timeout")
  }
  func testContract_whenARolesTransactionsAreSerializable_isKept() async throws {
    try await run(alone: "default_transaction_isolation")
  }
  func testContract_whenARolesTransactionsReadRepeatably_isKept() async throws {
    try await run(alone: "default_transaction_isolation", value: "repeatable read")
  }
  func testContract_whenARolesTransactionsHaveATimeOut_isKept() async throws {
    try await run(alone: "transaction_timeout")
  }
}
