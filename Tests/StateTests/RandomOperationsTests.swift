// RandomOperationsTests: random operations on both managers, each beside the reference.

import Glibc
import State
import StateContract
import XCTest

final class RandomOperationsTests: XCTestCase {
  func testOperations_whenRandomInMemory_answerAsTheReference() async throws {
    try await check(operations: 5_000) { settings in
      MemoryStateManager(
        policies: settings.policies, historyLimit: settings.historyLimit, sources: settings.sources)
    }
  }

  func testOperations_whenRandomInPostgres_answerAsTheReference() async throws {
    let database = try TestDatabase()
    try await check(operations: 5_000) { settings in try await database.manager(settings) }
    await database.stop()
  }

  /// `RESPEC_TEST_SEED` repeats a run; `RESPEC_TEST_OPERATIONS` above 5,000 makes more runs, with the seeds that follow.
  private func check(operations standard: Int, makeManager: @escaping MakeManager) async throws {
    let first = variable("RESPEC_TEST_SEED") ?? UInt64.random(in: 1...999_999_999)
    let count = Int(variable("RESPEC_TEST_OPERATIONS") ?? UInt64(standard))
    for (run, done) in stride(from: 0, to: count, by: 5_000).enumerated() {
      let operations = RandomOperations(seed: first &+ UInt64(run), count: min(count - done, 5_000))
      do {
        try await operations.run(makeManager: makeManager)
      } catch {
        XCTFail("RESPEC_TEST_SEED=\(operations.seed) repeats this run: \(error)")
      }
    }
  }

  private func variable(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }
}
