// FailingDiskTests: system calls that fail in the middle of a write: an answer never says more than is true.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class FailingDiskTests: FileTestCase {
  private let create = #"{"project_name":"p","loop_type":"spec"}"#
  private let createOnce = #"{"project_name":"p","loop_type":"spec","idempotency_key":"k"}"#

  /// What stands in the log counts when it is read anew, though nobody knew that it was on the disk.
  func testCommit_whenTheSyncFails_isNotSaidToHaveChangedNothing() throws {
    let disk = try FailingCalls(in: tree)
    let process = try launch(disk.environment)
    let loop = try createLoop(process)
    try disk.fail(.sync, EIO)
    let answer = try call(process, "create_loop", createOnce)
    assertUnavailable(answer, "it is there or not", "Read back", "idempotency_key", code: "outcome_unknown")
    try disk.mend()
    let again = try call(process, "create_loop", createOnce)
    let second = try XCTUnwrap(again.content?["id"]?.stringValue, again.line)
    XCTAssertEqual(try loops(process), [loop, second].sorted(), "it is there once")
    try assertEnds(process)
    try assertWhole()
    XCTAssertEqual(try loops(try launch()), [loop, second].sorted())
  }

  func testCommit_whenTheWriteFails_hasChangedNothing() throws {
    let disk = try FailingCalls(in: tree)
    let process = try launch(disk.environment)
    var expected = [try createLoop(process)]
    for (code, words) in [
      (EIO, "Input/output error"), (ENOSPC, "no room left"), (EDQUOT, "no room left"), (EFBIG, "no room left"),
    ] {
      try disk.fail(.write, code)
      for _ in 0..<2 { assertUnavailable(try call(process, "create_loop", create), words, "Nothing was changed") }
      try disk.mend()
      XCTAssertEqual(try loops(process), expected.sorted())
      expected.append(try createLoop(process))
    }
    try assertEnds(process)
    try assertWhole()
    XCTAssertEqual(try loops(try launch()), expected.sorted())
  }
}
