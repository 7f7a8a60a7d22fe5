// DatabaseTranscriptTests: the transcripts under examples/ give the same answers when the state is in PostgreSQL.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class DatabaseTranscriptTests: DatabaseTestCase {
  /// Each on a database of its own: names that others have left would be offered as the closest ones.
  func testTranscripts_whenReplayedOnADatabase() throws {
    for transcript in try Transcript.all() {
      let process = try ServerProcess(
        environment: environment(
          emptyDatabase().uri, ["DATABASE_COMMAND_TIMEOUT": "30", "LOOP_HUMAN_GATE": "enforced"]))
      XCTAssertEqual(try transcript.replay(on: process), [])
      XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
    }
  }
}
