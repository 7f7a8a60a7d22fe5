// WaitingTests: poll(2), what wakes it, and threads that signals do not reach.

import Foundation
import Platform
import Synchronization
import XCTest

final class WaitingTests: XCTestCase {
  func testEventDescriptor_whenPokedManyTimes_isClearedAtOnce() throws {
    let event = try EventDescriptor()
    XCTAssertEqual(Poll.wait(for: .readable, on: event.descriptor, atMost: .zero), [])
    // More pokes than a pipe has room for.
    for _ in 0..<100_000 { event.poke() }
    XCTAssertEqual(Poll.wait(for: .readable, on: event.descriptor, atMost: .zero), .readable)
    event.clear()
    XCTAssertEqual(Poll.wait(for: .readable, on: event.descriptor, atMost: .zero), [])
    event.clear()
    event.poke()
    XCTAssertEqual(Poll.wait(for: .readable, on: event.descriptor, atMost: .zero), .readable)
  }

  func testEventDescriptor_whenPokedByAnotherThread_wakesTheOneThatWaits() throws {
    let event = try EventDescriptor()
    let waiting = Worker { Poll.wait(for: .readable, on: event.descriptor, atMost: .seconds(10)) }
    try DetachedThread.start(name: "poking") { event.poke() }
    XCTAssertEqual(try waiting.join(), .readable)
  }

  func testPoll_whenOneOfThreeIsReady_tellsWhich() throws {
    let (full, empty) = (TestPipe(self), TestPipe(self))
    try full.writeEnd.writeAll([1])
    var first = PollEntry(empty.readEnd.number, .readable)
    var second = PollEntry(full.readEnd.number, .readable)
    var third = PollEntry(empty.writeEnd.number, .writable)
    Poll.wait(&first, &second, &third, atMost: nil)
    XCTAssertEqual(first.outcome, [])
    XCTAssertEqual(second.outcome, .readable)
    XCTAssertEqual(third.outcome, .writable)
    var none = PollEntry.none
    Poll.wait(&first, &none, atMost: .zero)
    XCTAssertEqual(none.outcome, [])
  }

  func testPoll_whenTheOtherEndIsClosed_saysBroken() throws {
    let pipe = TestPipe(self)
    try pipe.writeEnd.close()
    XCTAssertFalse(Poll.wait(for: [], on: pipe.readEnd.number).isDisjoint(with: .broken))
  }

  func testPoll_whenTheTimeIsShort_doesNotEndBeforeIt() {
    let start = ContinuousClock.now
    XCTAssertEqual(Poll.wait(for: .readable, on: -1, atMost: .microseconds(1_500)), [])
    XCTAssertGreaterThanOrEqual(ContinuousClock.now - start, .microseconds(1_500))
  }

  func testThreads_whenThereAreTwo_haveTheirOwnIdentityAndPointer() throws {
    let pointer = ThreadSpecificPointer()
    let marker = try XCTUnwrap(UnsafeMutableRawPointer(bitPattern: 8))
    pointer.value = marker
    let own = ThreadIdentity.current
    let (other, seen) = try Worker { (ThreadIdentity.current, pointer.value == nil) }.join()
    XCTAssertNotEqual(own, other)
    XCTAssertEqual(own, .current)
    XCTAssertTrue(seen, "another thread's pointer")
    XCTAssertEqual(pointer.value, marker)
  }
}
