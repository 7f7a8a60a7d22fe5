// PoolerContractTests: the suite StateContract through a pgbouncer with its defaults, in both of its modes.

import StateContract
import TestSupport
import XCTest

final class PoolerContractTests: XCTestCase {
  private func run(_ mode: Pooler.Mode) async throws {
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    let pooler = try Pooler(mode, host: host, port: port)
    let database = try TestDatabase(uri: pooler.uri("respec_test"))
    for group in ContractGroup.onTheDatabase {
      // In session mode each connection keeps one of the pooler's 20.
      await group.run(afterEach: { await database.stop() }) { settings in try await database.manager(settings) }
    }
    withExtendedLifetime(pooler) {}
  }

  func testContract_whenAPoolerLendsSessions_isKept() async throws { try await run(.session) }
  func testContract_whenAPoolerLendsTransactions_isKept() async throws { try await run(.transaction) }
}

extension ContractGroup {
  /// All but the long one on arguments, which are the same before they come to any database.
  static let onTheDatabase = all.filter { $0.name != ContractGroup.arguments.name }
}
