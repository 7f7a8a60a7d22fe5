// RandomOperationsTests: random operations on a state file, each beside the reference.

import StateContract
import XCTest

final class RandomOperationsTests: OperationsTestCase {
  func testOperations_whenRandomInAFile_answerAsTheReference() async {
    await RandomOperations.check(makeManager: managers)
  }
}
