// The runs of random operations that every state manager is put through.

import Foundation
import XCTest

extension RandomOperations {
  private static let runLength = 5_000

  /// Puts managers through random operations, 5,000 with each, and fails the running test at a first wrong answer.
  ///
  /// `RESPEC_TEST_SEED` repeats a run; `RESPEC_TEST_OPERATIONS` above 5,000 makes more runs, with the seeds that follow.
  public static func check(
    file: StaticString = #filePath, line: UInt = #line, makeManager: @escaping MakeManager
  ) async {
    let first = variable("RESPEC_TEST_SEED") ?? UInt64.random(in: 1...999_999_999)
    let count = Int(variable("RESPEC_TEST_OPERATIONS") ?? UInt64(runLength))
    for (run, done) in stride(from: 0, to: count, by: runLength).enumerated() {
      let operations = RandomOperations(seed: first &+ UInt64(run), count: min(count - done, runLength))
      do {
        try await operations.run(makeManager: makeManager)
      } catch {
        XCTFail("RESPEC_TEST_SEED=\(operations.seed) repeats this run: \(error)", file: file, line: line)
      }
    }
  }

  private static func variable(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }
}
