// ReplicaCheckTests: the findings on a replica by given facts, without a database.

import XCTest

@testable import Doctor
@testable import Postgres
@testable import PostgresState

final class ReplicaCheckTests: XCTestCase {
  private let primary = LogPosition(history: "71/16384/1", offset: 5_000)

  private func finding(_ replayed: LogPosition?, age: Double? = 2.5) -> Finding {
    ReplicaCheck.finding(ReplicaFacts(peer: "db2:5432", primary: primary, replayed: replayed, age: age))
  }

  func testReplica_whenItHasCaughtUp_isOK() {
    XCTAssertEqual(finding(primary), .ok("replica", "db2:5432 is 0 bytes and 0 ms behind"))
    let later = LogPosition(history: primary.history, offset: 6_000)
    XCTAssertEqual(finding(later, age: nil).found, "db2:5432 is 0 bytes and 0 ms behind")
  }

  func testReplica_whenItIsBehind_tellsBytesAndTime() {
    let behind = LogPosition(history: primary.history, offset: 1_000)
    XCTAssertEqual(finding(behind), .ok("replica", "db2:5432 is 4000 bytes and 2500 ms behind"))
    XCTAssertEqual(finding(behind, age: 3_600).level, .warning)
  }

  func testReplica_whenItFollowsSomethingElse_tellsWhat() {
    let histories = [
      "72/16384/1": "another system (72, not 71)", "71/16385/1": "another database",
      "71/16384/2": "on timeline 2, the primary on 1",
    ]
    for (history, words) in histories {
      let finding = finding(LogPosition(history: history, offset: 9_000))
      XCTAssertEqual(finding.level, .warning)
      XCTAssertTrue(finding.found.contains(words), finding.found)
    }
    XCTAssertEqual(finding(nil).found, "db2:5432 is no standby")
  }

  func testReplica_whenItCannotBeReached_isAWarningAboutItsVariable() {
    let finding = ReplicaCheck.finding(for: PostgresError(.cannotConnect, "could not translate host name \"x\""))
    XCTAssertEqual(finding.level, .warning)
    XCTAssertEqual(finding.check, "replica")
    XCTAssertTrue(finding.fix?.contains("DATABASE_READ_URL") == true, "\(finding)")
    XCTAssertTrue(finding.cause?.contains("The primary answers all reads.") == true, "\(finding)")
  }
}
