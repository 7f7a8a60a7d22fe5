// ImportFaultTests: files that an import must not take: ambiguous, contradictory, endless or none at all.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class ImportFaultTests: FileTestCase {
  /// Exports a project with one scored loop; returns the loop's file.
  private func exportedLoop() throws -> String {
    let process = try launch()
    try fill(process, "shop")
    try assertEnds(process)
    _ = try command("export", tree.path("out")).checked()
    return "out/shop/loops/" + (try XCTUnwrap(try tree.files(below: "out/shop/loops").first))
  }

  private func assertRefused(_ reasons: String..., line: UInt = #line) throws {
    let target = tree.path("target.db")
    let outcome = try Command(
      ServerProcess.builtBinary, ["import", tree.path("out")], environment: environment(["STATE_FILE": target]))
    XCTAssertEqual(outcome.status, .status(1), outcome.errors, line: line)
    for reason in reasons { XCTAssertTrue(outcome.errors.contains(reason), outcome.errors, line: line) }
    XCTAssertFalse(FileManager.default.fileExists(atPath: target), "made before all files were read", line: line)
  }

  func testImport_whenANameIsRepeated_isRefusedWithItsPlace() throws {
    let loop = try exportedLoop()
    let whole = try tree.read(loop)
    try tree.edit(loop, "\"iteration\": 2,", "\"iteration\": 2,\n  \"iteration\": 3,")
    try assertRefused("\(loop.dropFirst("out/".count)): iteration: given twice")
    try tree.write(loop, whole)
    try tree.edit(loop, "\"critic_agent\":", "\"score\": 50, \"critic_agent\":")
    try assertRefused("feedback[0].score: given twice")
  }

  func testImport_whenScoresContradictTheFeedback_isRefused() throws {
    let loop = try exportedLoop()
    let whole = try tree.read(loop)
    try tree.edit(loop, "\"current_score\": 50", "\"current_score\": 51")
    try assertRefused("current_score: not the last score; got 51; allowed: 50")
    try tree.write(loop, whole)
    try tree.edit(loop, "\"score\": 50", "\"score\": 49")
    try assertRefused("score_history[0]: not the score of its feedback; got 50; allowed: 49")
  }

  func testImport_whenAFileIsAPipe_isRefusedAndDoesNotWait() throws {
    let loop = try exportedLoop()
    try tree.delete(loop)
    XCTAssertEqual(mkfifo(tree.path(loop), 0o600), 0)
    try assertRefused("no file of an export")
    try tree.delete("out/shop/project.json")
    XCTAssertEqual(mkfifo(tree.path("out/shop/project.json"), 0o600), 0)
    try assertRefused("project.json: not a file")
  }

  /// A file with a hole takes no room on the disk.
  func testImport_whenAFileIsEndless_isRefusedUnread() throws {
    let loop = try exportedLoop()
    XCTAssertEqual(truncate(tree.path(loop), 64 << 30), 0)
    try assertRefused("File too large")
  }
}
