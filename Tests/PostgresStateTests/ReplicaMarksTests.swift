// ReplicaMarksTests: the positions that a replica must have replayed, without a database.

import Models
import XCTest

@testable import PostgresState

final class ReplicaMarksTests: XCTestCase {
  private let start = ContinuousClock.now
  private let (one, two) = (Name(trusted: "one"), Name(trusted: "two"))

  private func position(_ offset: Int, _ history: String = "1/1") -> LogPosition {
    LogPosition(history: history, offset: offset)
  }

  /// Marks with a floor at 10.
  private func marks() -> ReplicaMarks {
    var marks = ReplicaMarks()
    marks.noteFloor(position(10), losses: marks.losses, now: start)
    return marks
  }

  func testMarks_whenNothingIsKnown_leaveReadsToThePrimary() {
    XCTAssertNil(ReplicaMarks().position(for: one, now: start))
    XCTAssertNil(ReplicaMarks().position(for: nil, now: start))
  }

  func testMarks_whenAProjectWasWrittenTo_holdItsReadsToThat() {
    var marks = marks()
    marks.noteWrite(to: one, at: position(30))
    marks.noteWrite(to: one, at: position(20))
    XCTAssertEqual(marks.position(for: one, now: start), position(30), "the latest counts, whichever came last")
    XCTAssertEqual(marks.position(for: two, now: start), position(10))
    XCTAssertEqual(marks.position(for: nil, now: start), position(30), "a loop's id does not tell its project")
  }

  func testMarks_whenTheProjectOfAWriteIsNotKnown_holdAllReadsToIt() {
    var marks = marks()
    marks.noteWrite(to: nil, at: position(40))
    XCTAssertEqual(marks.position(for: one, now: start), position(40))
    XCTAssertEqual(marks.position(for: nil, now: start), position(40))
  }

  func testMarks_whenThereAreTooManyProjects_holdAllReadsToTheLastWrite() {
    var marks = marks()
    for number in 0..<ReplicaMarks.maximumProjects {
      marks.noteWrite(to: Name(trusted: "project \(number)"), at: position(100 + number))
    }
    XCTAssertEqual(marks.position(for: two, now: start), position(10))
    let last = 100 + ReplicaMarks.maximumProjects
    marks.noteWrite(to: one, at: position(last))
    XCTAssertEqual(marks.position(for: two, now: start), position(last))
    XCTAssertEqual(marks.position(for: Name(trusted: "project 0"), now: start), position(last))
  }

  func testFloor_whenItIsOld_isFetchedAnew() {
    var marks = marks()
    let later = start + ReplicaMarks.floorLifetime
    XCTAssertNil(marks.position(for: one, now: later))
    marks.noteFloor(position(50), losses: marks.losses, now: later)
    XCTAssertEqual(marks.position(for: one, now: later), position(50))
  }

  func testFloor_whenItIsLost_leavesReadsToThePrimaryUntilALaterReadBringsOne() {
    var marks = marks()
    let before = marks.losses
    marks.noteWrite(to: one, at: position(60))
    marks.loseFloor()
    XCTAssertNil(marks.position(for: two, now: start))
    marks.noteFloor(position(55), losses: before, now: start)
    XCTAssertNil(marks.position(for: two, now: start), "that read had begun before")
    marks.noteFloor(position(70), losses: marks.losses, now: start)
    XCTAssertEqual(marks.position(for: two, now: start), position(70))
  }

  func testMarks_whenTheHistoryIsAnother_forgetThePositionsOfTheOldOne() {
    var marks = marks()
    marks.noteWrite(to: one, at: position(1_000))
    let before = marks.losses
    marks.noteWrite(to: one, at: position(20, "1/2"))
    XCTAssertNil(marks.position(for: one, now: start))
    marks.noteFloor(position(25, "1/2"), losses: before, now: start)
    XCTAssertNil(marks.position(for: one, now: start), "that read may have been of the old primary")
    marks.noteFloor(position(30, "1/2"), losses: marks.losses, now: start)
    XCTAssertEqual(marks.position(for: one, now: start), position(30, "1/2"))
  }
}
