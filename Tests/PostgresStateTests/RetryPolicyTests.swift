// RetryPolicyTests: failures that are worth another attempt, and failures that leave doubt.

import XCTest

@testable import Postgres
@testable import PostgresState

final class RetryPolicyTests: XCTestCase {
  private var lost: PostgresError { PostgresError(.connectionLost, "lost") }
  private var lostInCommit: PostgresError {
    var error = lost
    error.commitOutcome = .unknown
    return error
  }
  private let away = PostgresError(.cannotConnect, "away")
  private let conflict = PostgresError(.server, "conflict", sqlState: .serializationFailure)

  func testRetryPolicy_whenAConnectionIsLostBeforeTheCommit_isTwoAttempts() {
    for kind in [RetryPolicy.Kind.reading, .writing, .writingWithKey] {
      var retries = RetryPolicy(kind)
      XCTAssertTrue(retries.mayRepeat(after: lost))
      XCTAssertFalse(retries.mayRepeat(after: lost))
      XCTAssertFalse(retries.leavesDoubt(after: lost))
    }
  }

  func testRetryPolicy_whenAConnectionIsLostInTheCommit_leavesDoubt() {
    var retries = RetryPolicy(.writing)
    XCTAssertFalse(retries.mayRepeat(after: lostInCommit))
    XCTAssertTrue(retries.leavesDoubt(after: lostInCommit))
  }

  func testRetryPolicy_whenAStatementIsStale_isTwoAttempts() {
    var stale = PostgresError(.server, "cached plan must not change result type", sqlState: .featureNotSupported)
    stale.isStaleStatement = true
    for kind in [RetryPolicy.Kind.reading, .writing, .writingWithKey] {
      var retries = RetryPolicy(kind)
      XCTAssertTrue(retries.mayRepeat(after: stale))
      XCTAssertFalse(retries.mayRepeat(after: stale))
      XCTAssertFalse(retries.leavesDoubt(after: stale))
    }
    var retries = RetryPolicy(.writingWithKey)
    XCTAssertTrue(retries.mayRepeat(after: lostInCommit))
    XCTAssertTrue(retries.mayRepeat(after: stale))
    XCTAssertTrue(retries.leavesDoubt(after: stale), "it does not tell what became of the commit")
  }

  func testRetryPolicy_whenAKeyCanSettleIt_goesOn() {
    var retries = RetryPolicy(.writingWithKey)
    XCTAssertTrue(retries.mayRepeat(after: lostInCommit))
    for _ in 2...9 { XCTAssertTrue(retries.mayRepeat(after: lost)) }
    XCTAssertFalse(retries.mayRepeat(after: lost))
    XCTAssertTrue(retries.leavesDoubt(after: lost))
  }

  func testRetryPolicy_whenTheDatabaseIsAwayAfterDoubt_leavesIt() {
    for error in [away, PostgresError(.timeout, ""), PostgresError(.poolTimeout, "")] {
      var retries = RetryPolicy(.writingWithKey)
      XCTAssertTrue(retries.mayRepeat(after: lostInCommit))
      XCTAssertFalse(retries.mayRepeat(after: error))
      XCTAssertTrue(retries.leavesDoubt(after: error))
    }
  }

  func testRetryPolicy_whenTheDatabaseIsAwayFromTheStart_leavesNoDoubt() {
    var retries = RetryPolicy(.writingWithKey)
    XCTAssertFalse(retries.mayRepeat(after: away))
    XCTAssertFalse(retries.leavesDoubt(after: away))
  }

  func testRetryPolicy_whenTheDatabaseRefusesTheRepeat_leavesNoDoubt() {
    var retries = RetryPolicy(.writingWithKey)
    XCTAssertTrue(retries.mayRepeat(after: lostInCommit))
    let refusal = PostgresError(.server, "no", sqlState: .checkViolation)
    XCTAssertFalse(retries.mayRepeat(after: refusal))
    XCTAssertFalse(retries.leavesDoubt(after: refusal))
  }

  func testRetryPolicy_whenTransactionsAreInTheWay_isTenAttempts() {
    var retries = RetryPolicy(.writing)
    for _ in 1...9 { XCTAssertTrue(retries.mayRepeat(after: conflict)) }
    XCTAssertFalse(retries.mayRepeat(after: conflict))
  }
}
