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

  /// The suite as a role with these settings, straight or through a pooler.
  private func run(
    _ settings: [String: String], through mode: Pooler.Mode? = nil,
    groups: [ContractGroup] = ContractGroup.onTheDatabase
  ) async throws {
    let role = "odd\(UInt32.random(in: 0 ... .max))"
    try await asSuperuser { connection in
      let later = Self.later.filter { connection.serverVersion >= $0.value.version }.mapValues(\.value)
      try connection.executeScript("CREATE ROLE \(role) LOGIN IN ROLE respec", timeout: .seconds(5))
      let all = settings.merging(settings.count > 1 ? later : [:], uniquingKeysWith: { $1 })
      for (name, value) in all {
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

  func testContract_whenARoleHasAllSettings_isKept() async throws { try await run(Self.settings) }

  func testContract_whenARoleHasAllSettingsBehindAPooler_isKept() async throws {
    try await run(Self.settings, through: .transaction, groups: Self.transactions)
  }

  /// The groups whose operations are transactions of several round trips, or wait for each other.
  static let transactions: [ContractGroup] = [
    .concurrency, .idempotency, .links, .historyQueue, .search, .updates,
  ]

  /// With those that hide another's effect left out.
  func testContract_whenARoleHasOneSetting_isKept() async throws {
    for name in ["default_transaction_isolation", "lock_timeout", "search_path", "standard_conforming_strings"] {
      try await run([name: Self.settings[name]!], groups: Self.transactions)
    }
  }
}
