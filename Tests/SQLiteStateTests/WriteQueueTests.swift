// The queue of writes as the pure value that it is.

import XCTest

@testable import SQLiteState

final class WriteQueueTests: XCTestCase {
  private let now = ContinuousClock.now

  private func job(_ id: UInt64, isAlone: Bool = false) -> WriteJob {
    WriteJob(id: id, isAlone: isAlone) { _ in
      {}
    } fail: { _ in
    }
  }

  func testThread_whenTheFirstComes_isStartedThenWoken() {
    var queue = WriteQueue()
    XCTAssertEqual(queue.add(job(1), deadline: now), .start)
    XCTAssertEqual(queue.add(job(2), deadline: now), .none)
    XCTAssertEqual(queue.nextStep(), .serve)
    XCTAssertEqual(queue.takeAll().map(\.id), [1, 2])
    XCTAssertEqual(queue.nextStep(), .sleep)
    XCTAssertEqual(queue.add(job(3), deadline: now), .wake)
    XCTAssertEqual(queue.add(job(4), deadline: now), .none)
  }

  func testThread_whenItCannotStart_isTriedAgain() {
    var queue = WriteQueue()
    _ = queue.add(job(1), deadline: now)
    XCTAssertEqual(queue.failToStart().map(\.id), [1])
    XCTAssertEqual(queue.add(job(2), deadline: now), .start)
  }

  func testStop_whenJobsWait_letsThemRunFirst() {
    var queue = WriteQueue()
    _ = queue.add(job(1), deadline: now)
    XCTAssertEqual(queue.stop(), false)
    XCTAssertEqual(queue.add(job(2), deadline: now), .refuse)
    XCTAssertEqual(queue.nextStep(), .serve)
    XCTAssertEqual(queue.next(isFirst: true)?.id, 1)
    XCTAssertEqual(queue.nextStep(), .end)
    XCTAssertNil(queue.stop())
  }

  func testStop_whenTheThreadSleeps_wakesIt() {
    var queue = WriteQueue()
    _ = queue.add(job(1), deadline: now)
    _ = queue.takeAll()
    _ = queue.nextStep()
    XCTAssertEqual(queue.stop(), true)
    XCTAssertEqual(queue.nextStep(), .end)
  }

  func testStop_whenThereIsNoThread_isAllThereIs() {
    var queue = WriteQueue()
    XCTAssertNil(queue.stop())
    XCTAssertEqual(queue.add(job(1), deadline: now), .refuse)
  }

  func testNext_whenAJobIsAlone_endsTheGroupBeforeIt() {
    var queue = WriteQueue()
    for id in 1...4 { _ = queue.add(job(UInt64(id), isAlone: id == 2), deadline: now) }
    XCTAssertEqual(queue.next(isFirst: true)?.id, 1)
    XCTAssertNil(queue.next(isFirst: false))
    XCTAssertEqual(queue.next(isFirst: true)?.id, 2)
    XCTAssertEqual(queue.next(isFirst: true)?.id, 3)
    XCTAssertEqual(queue.next(isFirst: false)?.id, 4)
    XCTAssertNil(queue.next(isFirst: true))
  }

  func testRemove_whenTheJobHasBegun_givesNothing() {
    var queue = WriteQueue()
    for id in 1...3 { _ = queue.add(job(UInt64(id)), deadline: now) }
    XCTAssertEqual(queue.next(isFirst: true)?.id, 1)
    XCTAssertNil(queue.remove(1))
    XCTAssertEqual(queue.remove(2)?.id, 2)
    XCTAssertEqual(queue.takeAll().map(\.id), [3])
  }

  func testExpire_takesOutThoseWhoseTimeIsOver() {
    var queue = WriteQueue()
    for id in 1...3 { _ = queue.add(job(UInt64(id)), deadline: now + .seconds(id)) }
    XCTAssertEqual(queue.expire(at: now).map(\.id), [])
    XCTAssertEqual(queue.expire(at: now + .seconds(2)).map(\.id), [1, 2])
    XCTAssertEqual(queue.nextDeadline(), now + .seconds(3))
    XCTAssertEqual(queue.expire(at: now + .seconds(9)).map(\.id), [3])
    XCTAssertNil(queue.nextDeadline())
  }

  func testWatch_isOneAtATime() {
    var queue = WriteQueue()
    XCTAssertFalse(queue.startWatch())
    _ = queue.add(job(1), deadline: now)
    XCTAssertTrue(queue.startWatch())
    XCTAssertFalse(queue.startWatch())
    _ = queue.takeAll()
    XCTAssertNil(queue.nextDeadline())
    _ = queue.add(job(2), deadline: now)
    XCTAssertTrue(queue.startWatch())
  }
}
