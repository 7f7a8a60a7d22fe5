// RandomOperationsTests: random operations on the manager in memory, beside the reference.

import Glibc
import State
import StateContract
import XCTest

final class RandomOperationsTests: XCTestCase {
  /// `RESPEC_TEST_SEED` repeats a run; `RESPEC_TEST_OPERATIONS` makes it longer.
  func testOperations_whenRandom_answerAsTheReference() async throws {
    let seed = variable("RESPEC_TEST_SEED") ?? UInt64.random(in: 1...999_999_999)
    let count = Int(variable("RESPEC_TEST_OPERATIONS") ?? 5_000)
    do {
      try await RandomOperations(seed: seed, count: count).run { settings in
        MemoryStateManager(
          policies: settings.policies, historyLimit: settings.historyLimit, sources: settings.sources)
      }
    } catch {
      XCTFail("RESPEC_TEST_SEED=\(seed) repeats this run: \(error)")
    }
  }

  private func variable(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }
}
