// ReplicaContractTests: the suite StateContract with a replica, one that follows at once and one that is late.

import StateContract
import TestSupport
import XCTest

final class ReplicaContractTests: XCTestCase {
  private func run(_ settings: [String], groups: [ContractGroup] = ContractGroup.onTheDatabase) async throws {
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    let standby = try Standby(host: host, port: port, settings: settings)
    try await run(TestDatabase(replica: standby.uri("respec_test")), groups)
    withExtendedLifetime(standby) {}
  }

  private func run(_ database: TestDatabase, _ groups: [ContractGroup]) async throws {
    for group in groups {
      await group.run(afterEach: { await database.stop() }) { settings in try await database.manager(settings) }
    }
  }

  func testContract_whenAReplicaFollowsAtOnce_isKept() async throws { try await run([]) }
  func testContract_whenAReplicaIsLate_isKept() async throws { try await run(["recovery_min_apply_delay = 500ms"]) }

  func testContract_whenPoolersStandBeforeBoth_isKept() async throws {
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    let standby = try Standby(host: host, port: port)
    let primaryPooler = try Pooler(.transaction, host: host, port: port)
    let standbyPooler = try Pooler(.transaction, host: standby.folder, port: standby.port)
    try await run(
      TestDatabase(uri: primaryPooler.uri("respec_test"), replica: standbyPooler.uri("respec_test")),
      SettingsContractTests.transactions)
    withExtendedLifetime((standby, primaryPooler, standbyPooler)) {}
  }
}
