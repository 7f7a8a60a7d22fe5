// TranscriptTests: the transcripts under examples/, replayed; every answer byte by byte, ids and times by name.

import EndToEndSupport
import Foundation
import JSON
import XCTest

final class TranscriptTests: EndToEndTestCase {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appendingPathComponent("examples/transcripts")

  private func lines(_ name: String) throws -> [String] {
    let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
      .filter { $0.hasSuffix(".jsonl") && !$0.hasSuffix(".expected.jsonl") }.map { String($0.dropLast(6)) }
  }

  func testTranscripts_whenReplayed() throws {
    XCTAssertEqual(try names(), ["errors", "legacy", "modern", "refinement"])
    for name in try names() {
      let expected = try lines("\(name).expected.jsonl")
      var bindings = Bindings()
      var count = 0
      func check(_ answer: String) {
        let template = count < expected.count ? expected[count] : "no answer"
        count += 1
        if let mismatch = bindings.mismatch(answer, template: template) {
          XCTFail("\(name), answer \(count): \(mismatch)")
        }
      }
      let process = try launch()
      for line in try lines("\(name).jsonl") {
        let request = bindings.fill(line)
        try process.send(request)
        if isAnswered(request) { check(try process.readLine()) }
      }
      for answer in try process.finish() { check(answer) }
      XCTAssertEqual(count, expected.count, name)
      XCTAssertEqual(try process.waitForExit(), .status(0))
    }
  }

  /// Everything but a notification is.
  private func isAnswered(_ line: String) -> Bool {
    guard let message = try? JSONParser.parse(line), message.objectValue != nil else { return true }
    return message["id"] != nil || message["method"] == nil
  }

  func testReplayScript_whenAnswersAreAsExpected() throws {
    let script = Self.root.appendingPathComponent("scripts/replay").path
    for name in try names() {
      let transcript = Self.folder.appendingPathComponent("\(name).jsonl").path
      let process = try ServerProcess(
        binary: script, arguments: [transcript],
        environment: ["PATH": "/usr/bin:/bin", "RESPEC_SERVER": ServerProcess.builtBinary], input: .devNull)
      let output = try process.readToEnd(within: 60)
      XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
      XCTAssertEqual(output.last, "\(try lines("\(name).expected.jsonl").count) answers, all as expected")
    }
  }
}
