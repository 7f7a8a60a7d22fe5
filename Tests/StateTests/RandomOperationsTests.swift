// RandomOperationsTests: random operations on the manager in memory, beside the reference.

import Glibc
import State
import StateContract
import XCTest

final class RandomOperationsTests: XCTestCase {
  /// `RESPEC_TEST_SEED` repeats a run; `RESPEC_TEST_OPERATIONS` above 5,000 makes more runs, with the seeds that follow.
  func testOperations_whenRandom_answerAsTheReference() async throws {
    let first = variable("RESPEC_TEST_SEED") ?? UInt64.random(in: 1...999_999_999)
    let count = Int(variable("RESPEC_TEST_OPERATIONS") ?? 5_000)
    for (run, done) in stride(from: 0, to: count, by: 5_000).enumerated() {
      try await check(RandomOperations(seed: first &+ UInt64(run), count: min(count - done, 5_000)))
    }
  }

  private func check(_ operations: RandomOperations) async throws {
    do {
      try await operations.run { settings in
        MemoryStateManager(
          policies: settings.policies, historyLimit: settings.historyLimit, sources: settings.sources)
      }
    } catch {
      XCTFail("RESPEC_TEST_SEED=\(operations.seed) repeats this run: \(error)")
    }
  }

  private func variable(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }
}
