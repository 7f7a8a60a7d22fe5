// TranscriptTests: the transcripts under examples/, replayed; every answer byte by byte, ids and times by name.

import EndToEndSupport
import XCTest

final class TranscriptTests: EndToEndTestCase {
  func testTranscripts_whenReplayed() throws {
    let transcripts = try Transcript.all()
    XCTAssertEqual(
      transcripts.map(\.name),
      ["errors", "legacy", "modern", "project", "prompts", "question", "refinement", "resources", "reviewers"])
    for transcript in transcripts {
      // Each on a file of its own: not in memory, where words about that are added.
      var settings = fileSettings()
      settings["STATE_FILE"]! += "-\(transcript.name)"
      let process = try launch(environment: settings)
      XCTAssertEqual(try transcript.replay(on: process), [])
      XCTAssertEqual(try process.waitForExit(), .status(0))
    }
  }

  func testReplayScript_whenAnswersAreAsExpected() throws {
    let script = Transcript.root.appendingPathComponent("scripts/replay").path
    for transcript in try Transcript.all() {
      let process = try ServerProcess(
        binary: script, arguments: [transcript.path],
        environment: ["PATH": "/usr/bin:/bin", "RESPEC_SERVER": ServerProcess.builtBinary], input: .devNull)
      let output = try process.readToEnd(within: 60)
      XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
      XCTAssertEqual(output.last, "\(try transcript.expectedAnswers().count) answers, all as expected")
    }
  }
}
