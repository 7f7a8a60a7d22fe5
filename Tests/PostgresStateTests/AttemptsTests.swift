// AttemptsTests: which failures are worth another attempt, and which leave doubt.

import Postgres
import XCTest

@testable import PostgresState

final class AttemptsTests: XCTestCase {
  private var lost: PostgresError { PostgresError(.connectionLost, "lost") }
  private var lostInCommit: PostgresError {
    var error = lost
    error.commitOutcome = .unknown
    return error
  }
  private let away = PostgresError(.cannotConnect, "away")
  private let conflict = PostgresError(.server, "conflict", sqlState: .serializationFailure)

  func testAttempts_whenAConnectionIsLostBeforeTheCommit_areTwo() {
    for kind in [Attempts.Kind.reading, .writing, .writingWithKey] {
      var attempts = Attempts(kind)
      XCTAssertTrue(attempts.mayRepeat(after: lost))
      XCTAssertFalse(attempts.mayRepeat(after: lost))
      XCTAssertFalse(attempts.leaveDoubt(after: lost))
    }
  }

  func testAttempts_whenAConnectionIsLostInTheCommit_leaveDoubt() {
    var attempts = Attempts(.writing)
    XCTAssertFalse(attempts.mayRepeat(after: lostInCommit))
    XCTAssertTrue(attempts.leaveDoubt(after: lostInCommit))
  }

  func testAttempts_whenAKeyCanSettleIt_goOn() {
    var attempts = Attempts(.writingWithKey)
    XCTAssertTrue(attempts.mayRepeat(after: lostInCommit))
    for _ in 2...9 { XCTAssertTrue(attempts.mayRepeat(after: lost)) }
    XCTAssertFalse(attempts.mayRepeat(after: lost))
    XCTAssertTrue(attempts.leaveDoubt(after: lost))
  }

  func testAttempts_whenTheDatabaseIsAwayAfterDoubt_leaveIt() {
    for error in [away, PostgresError(.timeout, ""), PostgresError(.poolTimeout, "")] {
      var attempts = Attempts(.writingWithKey)
      XCTAssertTrue(attempts.mayRepeat(after: lostInCommit))
      XCTAssertFalse(attempts.mayRepeat(after: error))
      XCTAssertTrue(attempts.leaveDoubt(after: error))
    }
  }

  func testAttempts_whenTheDatabaseIsAwayFromTheStart_leaveNoDoubt() {
    var attempts = Attempts(.writingWithKey)
    XCTAssertFalse(attempts.mayRepeat(after: away))
    XCTAssertFalse(attempts.leaveDoubt(after: away))
  }

  func testAttempts_whenTheDatabaseRefusesTheRepeat_leaveNoDoubt() {
    var attempts = Attempts(.writingWithKey)
    XCTAssertTrue(attempts.mayRepeat(after: lostInCommit))
    let refusal = PostgresError(.server, "no", sqlState: .checkViolation)
    XCTAssertFalse(attempts.mayRepeat(after: refusal))
    XCTAssertFalse(attempts.leaveDoubt(after: refusal))
  }

  func testAttempts_whenTransactionsAreInTheWay_areTen() {
    var attempts = Attempts(.writing)
    for _ in 1...9 { XCTAssertTrue(attempts.mayRepeat(after: conflict)) }
    XCTAssertFalse(attempts.mayRepeat(after: conflict))
  }
}
