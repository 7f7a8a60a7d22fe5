// PoolStateMachineTests: the pool's rules, without a database.

import TestSupport
import XCTest

@testable import Postgres

final class PoolStateMachineTests: XCTestCase {
  func testConnections_areOpenedForCallsAlone() {
    var pool = PoolSimulation(minimum: 2)
    pool.advance(by: .seconds(3_600))
    XCTAssertEqual(pool.connections, [:])
    pool.call()
    XCTAssertEqual(pool.all(.connecting).count, 1)
  }

  func testCall_beforeStart_waitsForIt() {
    var pool = PoolSimulation(isStarted: false)
    pool.call()
    XCTAssertEqual(pool.connections, [:])
    pool.start()
    pool.connect(1)
    XCTAssertEqual(pool.handed, [1: 1])
  }

  func testCalls_openNoMoreThanTheMaximum() {
    var pool = PoolSimulation(maximum: 3)
    for _ in 0..<5 { pool.call() }
    XCTAssertEqual(pool.all(.connecting).count, 3)
  }

  func testRelease_servesTheFirstInLine() {
    var pool = PoolSimulation(maximum: 1)
    for _ in 0..<3 { pool.call() }
    pool.connect(1)
    pool.release(1)
    XCTAssertEqual(pool.handed, [1: 1, 2: 1])
    XCTAssertEqual(pool.line, [3])
  }

  func testWait_failsAsBusyWhenAllAreInUse() {
    var pool = PoolSimulation(maximum: 1)
    let (_, late) = (pool.call(), pool.call())
    pool.connect(1)
    pool.advance(by: .seconds(30))
    XCTAssertEqual(pool.failures[late]?.kind, .poolTimeout)
    XCTAssertEqual(pool.failures.count, 1)
  }

  func testWait_failsWithTheLastErrorWhenTheDatabaseIsAway() {
    var pool = PoolSimulation(maximum: 2)
    let call = pool.call()
    pool.refuse(1)
    pool.advance(by: .milliseconds(100))
    XCTAssertEqual(pool.all(.connecting), [2])
    pool.refuse(2)
    XCTAssertNil(pool.failures[call])
    for _ in 0..<40 {
      pool.advance(by: .seconds(1))
      for id in pool.all(.connecting) { pool.refuse(id) }
    }
    XCTAssertEqual(pool.failures[call]?.kind, .cannotConnect)
    XCTAssertEqual(pool.failures[call]?.message, "no connection within 30000 ms: refused")
  }

  func testFailing_triesOneAtATimeWithGrowingPauses() {
    var pool = PoolSimulation(leaseTimeout: .seconds(120))
    for _ in 0..<3 { pool.call() }
    for id in pool.all(.connecting) { pool.refuse(id) }
    for pause in [100, 200, 400, 800, 1000, 1000] {
      pool.advance(by: .milliseconds(pause / 2 - 1))
      XCTAssertEqual(pool.all(.connecting), [], "before half of \(pause)")
      pool.advance(by: .milliseconds(pause / 2 + 1))
      XCTAssertEqual(pool.all(.connecting).count, 1, "after \(pause)")
      pool.refuse(pool.all(.connecting)[0])
    }
    pool.advance(by: .seconds(1))
    pool.connect(pool.all(.connecting)[0])
    XCTAssertEqual(pool.all(.connecting).count, 2, "the connections for the other calls follow at once")
    XCTAssertEqual(pool.reports.count, 2)
  }

  func testCallsWithoutWaiting_openOneAtATimeAndRespectThePauses() {
    var pool = PoolSimulation()
    for _ in 0..<5 { pool.callWithoutWaiting() }
    XCTAssertEqual(pool.all(.connecting), [1])
    pool.refuse(1)
    for _ in 0..<5 { pool.callWithoutWaiting() }
    XCTAssertEqual(pool.connections, [:], "a pause has begun")
    pool.advance(by: .milliseconds(100))
    XCTAssertEqual(pool.connections, [:], "nobody has asked since")
    pool.callWithoutWaiting()
    XCTAssertEqual(pool.all(.connecting), [2])
    pool.connect(2)
    pool.callWithoutWaiting()
    XCTAssertEqual(pool.all(.leased), [2])
    for id in 3...4 {
      pool.callWithoutWaiting()
      pool.connect(id)
      pool.callWithoutWaiting()
    }
    pool.callWithoutWaiting()
    XCTAssertEqual(pool.connections.count, 3, "that is the maximum")
  }

  func testRecovery_isReported() {
    var pool = PoolSimulation()
    pool.call()
    pool.connect(1)
    pool.advance(by: .seconds(10))
    pool.release(1, isUsable: false)
    pool.close(1)
    pool.call()
    pool.refuse(2)
    pool.advance(by: .seconds(1))
    pool.connect(3)
    XCTAssertEqual(
      pool.reports, [.connected, .unreachable(PostgresError(.cannotConnect, "refused")), .recovered])
  }

  func testPermanentError_failsAllCallsAtOnce() {
    var pool = PoolSimulation()
    pool.call()
    pool.refuse(1, permanently: true)
    let second = pool.call()
    XCTAssertEqual(pool.failures.count, 2)
    XCTAssertEqual(pool.failures[second]?.message, "refused")
    XCTAssertEqual(pool.connections, [:])
  }

  func testRefusal_failsAllCallsAtOnceAndIsTriedAgain() {
    for state in [SQLState.invalidPassword, .invalidAuthorization, .unknownDatabase, .insufficientPrivilege] {
      var pool = PoolSimulation()
      let first = pool.call()
      pool.refuse(1, state)
      XCTAssertEqual(pool.failures[first]?.sqlState, state)
      let second = pool.call()
      XCTAssertEqual(pool.failures[second]?.sqlState, state, "known from the last attempt")
      pool.advance(by: .seconds(1))
      let third = pool.call()
      pool.connect(pool.all(.connecting)[0])
      XCTAssertNotNil(pool.handed[third])
    }
  }

  func testRefusal_ofAFurtherConnection_leavesTheCallsToTheOthers() {
    var pool = PoolSimulation()
    pool.call()
    pool.connect(1)
    let second = pool.call()
    pool.refuse(2, .invalidPassword)
    pool.release(1)
    XCTAssertEqual(pool.handed[second], 1)
  }

  func testWait_failsAsUnavailableWhereNoFurtherConnectionIsAnswered() {
    for (state, kind) in [(nil, PostgresError.Kind.cannotConnect), (SQLState.tooManyConnections, .poolTimeout)] {
      var pool = PoolSimulation()
      pool.call()
      pool.connect(1)
      let call = pool.call()
      for _ in 0..<31 {
        for id in pool.all(.connecting) { pool.refuse(id, state) }
        pool.advance(by: .seconds(1))
      }
      XCTAssertEqual(pool.failures[call]?.kind, kind)
    }
  }

  /// A pool that has opened `count` connections for as many calls, and has them back.
  private func used(minimum: Int, count: Int) -> PoolSimulation {
    var pool = PoolSimulation(minimum: minimum, maximum: count)
    for _ in 0..<count { pool.call() }
    for id in pool.all(.connecting) { pool.connect(id) }
    for id in pool.all(.leased) { pool.release(id) }
    return pool
  }

  /// A call that is served at once, and is over.
  private func call(_ pool: inout PoolSimulation, isUsable: Bool = true) {
    let waiter = pool.call()
    guard let id = pool.handed[waiter] else { return XCTFail("no connection is idle") }
    pool.release(id, isUsable: isUsable)
  }

  func testIdle_aboveTheMinimumIsClosedAfterItsLifetime() {
    var pool = used(minimum: 1, count: 3)
    pool.advance(by: .seconds(200))
    call(&pool)
    pool.advance(by: .seconds(99))
    XCTAssertEqual(pool.all(.idle).count, 3)
    pool.advance(by: .seconds(1))
    XCTAssertEqual(pool.all(.idle).count, 1)
  }

  func testIdle_ofTheMinimumIsClosedWhenNoCallHasComeForTheLifetime() {
    var pool = used(minimum: 3, count: 3)
    pool.advance(by: .seconds(200))
    call(&pool)
    pool.advance(by: .seconds(299))
    XCTAssertEqual(pool.all(.idle).count, 3)
    pool.advance(by: .seconds(1))
    XCTAssertEqual(pool.all(.closing).count, 3)
  }

  func testUpkeep_keepsNothingOpen() {
    var pool = PoolSimulation(minimum: 3)
    pool.call(isUpkeep: true)
    pool.connect(1)
    pool.release(1)
    pool.advance(by: .seconds(299))
    XCTAssertEqual(pool.all(.idle), [1])
    pool.advance(by: .seconds(1))
    XCTAssertEqual(pool.all(.closing), [1])
  }

  func testIdle_sinceBeforeALoss_isDiscarded() {
    var pool = used(minimum: 3, count: 3)
    call(&pool, isUsable: false)
    XCTAssertEqual(pool.all(.closing).count, 3)
  }

  func testConnectionsThatDieAtOnce_areNotReplacedInACircle() {
    var pool = PoolSimulation(maximum: 1)
    pool.call()
    pool.connect(1)
    pool.call()
    pool.release(1, isUsable: false)
    pool.close(1)
    XCTAssertEqual(pool.all(.connecting), [])
    pool.advance(by: .milliseconds(100))
    XCTAssertEqual(pool.all(.connecting), [2])
  }

  func testDeadLease_isServedBeforeTheOthers() {
    var pool = PoolSimulation(maximum: 1)
    let first = pool.call()
    pool.connect(1)
    let second = pool.call()
    pool.advance(by: .seconds(2))
    pool.release(1, isUsable: false)
    let again = pool.call(atFront: true)
    pool.close(1)
    pool.connect(2)
    XCTAssertEqual(pool.handed, [first: 1, again: 2])
    XCTAssertEqual(pool.line, [second])
  }

  func testShutDown_failsWaitsInterruptsLeasesAndEndsWhenAllAreClosed() {
    var pool = PoolSimulation(maximum: 2)
    for _ in 0..<3 { pool.call() }
    for id in pool.all(.connecting) { pool.connect(id) }
    pool.release(1)  // to the third call
    pool.release(1)
    let waiting = pool.call()
    let reallyWaiting = pool.call()
    XCTAssertNotNil(pool.handed[waiting])
    pool.shutDown()
    XCTAssertEqual(pool.failures[reallyWaiting]?.kind, .shutDown)
    XCTAssertEqual(pool.interrupted, [1, 2])
    pool.release(1)
    pool.release(2)
    XCTAssertFalse(pool.hasEnded)
    for id in pool.all(.closing) { pool.close(id) }
    XCTAssert(pool.hasEnded)
    let late = pool.call()
    XCTAssertEqual(pool.failures[late]?.kind, .shutDown)
  }

  func testShutDown_doesNotWaitForAttemptsToConnect() {
    var pool = PoolSimulation()
    pool.call()
    pool.shutDown()
    XCTAssert(pool.hasEnded)
    XCTAssertEqual(pool.interrupted, [1])
    pool.connect(1)
    XCTAssertEqual(pool.all(.closing), [1])
  }

  // MARK: Random

  func testRandomEvents_keepTheRules() {
    for _ in 0..<300 {
      let seed = UInt64.random(in: 0 ... .max)
      var random = SplitMix64(seed: seed)
      let before = testRun?.totalFailureCount
      play(&random)
      if testRun?.totalFailureCount != before { return XCTFail("seed \(seed)") }
    }
  }

  private func play(_ random: inout SplitMix64) {
    let maximum = Int.random(in: 1...5, using: &random)
    var pool = PoolSimulation(
      minimum: .random(in: 0...maximum, using: &random), maximum: maximum, leaseTimeout: .seconds(5))
    var calls = 0
    for _ in 0..<300 { step(&pool, &calls, &random) }
    settle(&pool)
    XCTAssertEqual(pool.line, [], "a lost waiter")
    XCTAssertEqual(pool.handed.count + pool.failures.count, calls)
    pool.shutDown()
    for id in pool.all(.closing) { pool.close(id) }
    XCTAssert(pool.hasEnded)
  }

  private func step(_ pool: inout PoolSimulation, _ calls: inout Int, _ random: inout SplitMix64) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...2:
      pool.call()
      calls += 1
    case 3: if let id = pool.all(.connecting).randomElement(using: &random) { pool.connect(id) }
    case 4: if let id = pool.all(.connecting).randomElement(using: &random) { pool.refuse(id) }
    case 5, 6:
      if let id = pool.all(.leased).randomElement(using: &random) {
        pool.release(id, isUsable: .random(in: 0..<4, using: &random) > 0)
      }
    case 7: if let id = pool.all(.idle).randomElement(using: &random) { pool.lose(id) }
    case 8: if let id = pool.all(.closing).randomElement(using: &random) { pool.close(id) }
    default:
      if let waiter = pool.line.randomElement(using: &random), Bool.random(using: &random) { pool.cancel(waiter) }
      pool.advance(by: .milliseconds(.random(in: 0...2_000, using: &random)))
    }
  }

  /// All goes well from now on.
  private func settle(_ pool: inout PoolSimulation) {
    for _ in 0..<20 {
      for id in pool.all(.closing) { pool.close(id) }
      for id in pool.all(.connecting) { pool.connect(id) }
      for id in pool.all(.leased) { pool.release(id) }
      pool.advance(by: .seconds(1))
    }
  }
}
