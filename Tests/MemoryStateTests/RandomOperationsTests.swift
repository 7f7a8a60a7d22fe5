// RandomOperationsTests: random operations in memory, each beside the reference.

import MemoryState
import StateContract
import XCTest

final class RandomOperationsTests: XCTestCase {
  func testOperations_whenRandomInMemory_answerAsTheReference() async {
    await RandomOperations.check { settings in
      MemoryStateManager(
        policies: settings.policies, historyLimit: settings.historyLimit, recording: settings.recording,
        sources: settings.sources)
    }
  }
}
