// FailureTests: what the database says, and the codes that callers see for it; docs/contract.md, "Errors".

import Models
import Postgres
import XCTest

@testable import PostgresState

final class FailureTests: XCTestCase {
  private func failure(_ kind: PostgresError.Kind, _ state: String? = nil) -> Failure {
    Failure(database: PostgresError(kind, "the words", sqlState: state.map(SQLState.init(rawValue:))))
  }

  func testFailure_whenItPasses_isUnavailableAndWorthARetry() {
    let states = ["53000", "53100", "53200", "53300", "53400", "58030", "55P03", "40001", "40P01"]
    for state in states {
      let failure = failure(.server, state)
      XCTAssertEqual(failure.code, .unavailable, state)
      XCTAssertTrue(failure.message.contains("the words") && failure.message.hasSuffix("try again."), failure.message)
    }
  }

  func testFailure_whenItStays_isInternalAndShowsNoWordsOfTheDatabase() {
    for state in ["23514", "22P02", "42601", "XX000"] {
      let failure = failure(.server, state)
      XCTAssertEqual(failure.code, .internal, state)
      XCTAssertFalse(failure.message.contains("the words"), failure.message)
    }
  }

  func testFailure_whenThereIsNoConnection_saysWhetherOthersHadThem() {
    XCTAssertEqual(failure(.cannotConnect).code, .unavailable)
    XCTAssertEqual(failure(.connectionLost).code, .unavailable)
    XCTAssertEqual(failure(.poolTimeout).code, .busy)
    XCTAssertEqual(failure(.timeout).code, .timeout)
    var lost = PostgresError(.connectionLost, "the words")
    lost.commitOutcome = .unknown
    XCTAssertEqual(Failure(database: lost).code, .outcomeUnknown)
  }
}
