// PoolerContractTests: the suite StateContract through a pgbouncer with its defaults, in both of its modes.

import StateContract
import TestSupport
import XCTest

final class PoolerContractTests: XCTestCase {
  private func run(_ mode: Pooler.Mode) async throws {
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    // In session mode each connection of a group's managers keeps one.
    let pooler = try Pooler(mode, host: host, port: port, settings: ["default_pool_size = 40"])
    let database = try TestDatabase(uri: pooler.uri("respec_test"))
    for group in ContractGroup.all {
      await group.run { settings in try await database.manager(settings) }
      await database.stop()
    }
    withExtendedLifetime(pooler) {}
  }

  func testContract_whenAPoolerLendsSessions_isKept() async throws { try await run(.session) }
  func testContract_whenAPoolerLendsTransactions_isKept() async throws { try await run(.transaction) }
}
