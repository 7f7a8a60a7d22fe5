// RandomOperationsTests: random operations on a database, each beside the reference.

import PostgresState
import StateContract
import XCTest

final class RandomOperationsTests: XCTestCase {
  func testOperations_whenRandomInPostgres_answerAsTheReference() async throws {
    let database = try TestDatabase()
    await RandomOperations.check { settings in try await database.manager(settings) }
    await database.stop()
  }
}
